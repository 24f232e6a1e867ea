# Many bundles: the sums over the devices, on a terminal and as a page.
# French counts 0 as one, so the number is never written into a form.
fleet-title = { $devices ->
    [one] { $devices } appareil
   *[other] { $devices } appareils
}, { $bundles ->
    [one] { $bundles } paquet
   *[other] { $bundles } paquets
}
fleet-run = Lus à l'instant : { $read }. Connus par la table précédente : { $kept }. Disparus ou modifiés : { $gone }. Lignes : { $rows }.
fleet-note = Un appareil est une clé de signature. Il compte avec son dernier paquet valable, et dans celui-ci avec la dernière tentative de chaque profil.
fleet-states = Paquets par état
fleet-faults = Paquets qui ne comptent pas, par défaut constaté
fleet-outcomes = Appareils par résultat
fleet-steps = Appareils par étape en échec
fleet-causes = Appareils par cause
fleet-servers = Appareils par URL SCEP
fleet-systems = Appareils par système
fleet-versions = Appareils par version de Scepscope
fleet-nothing = Aucun.
fleet-more = { $count ->
    [one] { $count } autre valeur se trouve dans le document JSON.
   *[other] { $count } autres valeurs se trouvent dans le document JSON.
}
fleet-written = { $path } : { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
}
fleet-state-verified = vérifié : inchangé depuis sa signature par une clé de la liste
fleet-state-intact = intact : inchangé depuis sa signature par une clé quelconque
fleet-state-failed = échec de la vérification
fleet-state-refused = paquet mal formé
fleet-state-sealed = chiffré pour quelqu'un d'autre
fleet-state-other-version = d'une autre version
fleet-state-unreadable = illisible cette fois
fleet-value = Valeur
fleet-count = Nombre
fleet-days = Tentatives par jour
fleet-days-picture = Tentatives par jour du { $first } au { $last }, au plus { $most } en un jour
fleet-days-table = Les mêmes en chiffres
fleet-date = Jour (UTC)
fleet-attempts = Tentatives
fleet-other-days = { $count ->
    [one] { $count } tentative date
   *[other] { $count } tentatives datent
} d'autres jours.
