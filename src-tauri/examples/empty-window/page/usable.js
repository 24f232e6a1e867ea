performance.mark('usable');
