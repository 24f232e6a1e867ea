'use strict'
// What stands after # is never sent to the host; only a text in the form of a token is handed on.
function show() {
  const token = location.hash.slice(1)
  const whole = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token)
  document.getElementById('open').href = 'scepscope:collect#' + (whole ? token : '')
  document.getElementById('whole').hidden = !whole
  document.getElementById('incomplete').hidden = whole
}
addEventListener('hashchange', show)
show()
