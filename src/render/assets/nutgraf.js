// Comfort for the keyboard; every page works without it. j/k next and previous story or section, o or Enter open,
// / search, c copy a citation, ? help; a switch in the footer turns these keys off, since they are in the way of those who
// speak to their machine (WCAG 2.2, 2.1.4). Tells when the page has changed since it was opened.
(function () {
  'use strict';
  var at = -1;
  var items = Array.prototype.slice.call(document.querySelectorAll('.stories > li, .story > section'));

  function go(step) {
    if (!items.length) return;
    at = Math.max(0, Math.min(items.length - 1, at + step));
    var target = items[at].querySelector('h2 a, h3 a') || items[at];
    if (target === items[at]) target.tabIndex = -1;
    target.focus();
    items[at].scrollIntoView({ block: 'nearest' });
  }

  function say(text, href) {
    var box = document.getElementById('said') || document.createElement('p');
    box.id = 'said';
    box.setAttribute('role', 'status');
    box.textContent = text;
    if (href) {
      var link = document.createElement('a');
      link.href = href;
      link.textContent = 'Show it';
      box.append(' ', link);
    }
    document.body.append(box);
  }

  function hush() {
    var box = document.getElementById('said');
    if (box) box.remove();
    return !!box;
  }

  // Remembered by the browser alone; where it may not be, for this page.
  var keysOff = false;
  try { keysOff = localStorage.getItem('keys') === 'off'; } catch (e) { /* storage is refused */ }
  var key = document.querySelector('button.keys');
  function label() { key.textContent = 'Single-key shortcuts: ' + (keysOff ? 'off' : 'on'); }
  key.addEventListener('click', function () {
    keysOff = !keysOff;
    try { localStorage.setItem('keys', keysOff ? 'off' : 'on'); } catch (e) { /* as above */ }
    label();
  });
  label();
  key.classList.add('works');

  function cite() {
    var title = document.querySelector('h1');
    var text = (title ? title.textContent : document.title) + '. ' + location.href.split('#')[0] + ' (' + new Date().toISOString().slice(0, 10) + ')';
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { say('Citation copied.'); }, function () { say(text); });
    else say(text);
  }

  document.addEventListener('keydown', function (e) {
    if (e.key === 'Escape' && hush()) return;
    if (keysOff || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    if (e.key === 'j') go(1);
    else if (e.key === 'k') go(-1);
    else if (e.key === '/') document.getElementById('q').focus();
    else if (e.key === 'c') cite();
    else if (e.key === '?') say('j next, k previous, Enter open, / search, c copy a citation, Escape closes this; the footer has a switch for these keys');
    else return;
    e.preventDefault();
  });

  // The page's own address is asked again with its ETag: an unchanged page costs a 304 without a body.
  var tag = null;
  function look() {
    fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(function (r) {
      var now = r.headers.get('ETag');
      if (tag && now && now !== tag) say('This page has changed since you opened it.', location.href);
      else setTimeout(look, 60000);
      tag = now || tag;
    }, function () { setTimeout(look, 300000); });
  }
  setTimeout(look, 1000);
})();
