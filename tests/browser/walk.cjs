// Walks the pages of a site in Chromium: phone and desktop, light and dark, with and without JavaScript, print,
// keyboard, axe-core. Prints TAP. usage: node walk.cjs MODULES CHROMIUM SITE; see run.
// SITE is a directory, of which every page is walked, or the address of a running site, of which four of each kind are.
'use strict';
const fs = require('fs'), http = require('http'), os = require('os'), path = require('path');
const [modules, executablePath, site] = process.argv.slice(2);
const { chromium } = require(path.join(modules, 'node_modules/playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'node_modules/axe-core/axe.min.js'), 'utf8');
const shots = fs.mkdtempSync(path.join(os.tmpdir(), 'nutgraf-screenshots-'));
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.json': 'application/json', '.atom': 'application/atom+xml',
  '.md': 'text/markdown; charset=utf-8', '.ics': 'text/calendar', '.opml': 'text/x-opml' };
const isLive = /^http:/.test(site);
let count = 0, failed = 0;

function check(passed, name, detail) {
  count++;
  failed += passed ? 0 : 1;
  console.log(`${passed ? 'ok' : 'not ok'} ${count} - ${name}${passed || !detail ? '' : ': ' + JSON.stringify(detail).slice(0, 400)}`.replace(/#/g, ' '));
}

function serve() {
  const server = http.createServer((request, response) => {
    const file = path.join(site, path.normalize(decodeURIComponent(request.url.split('?')[0])));
    const found = file.startsWith(site) && fs.existsSync(file) && fs.statSync(file).isFile();
    response.writeHead(found ? 200 : 404, { 'Content-Type': types[path.extname(file)] || 'text/plain' });
    response.end(found ? fs.readFileSync(file) : 'not here');
  });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done(server)));
}

// A page in a context of its own; what it asks of others and what it complains of is kept.
async function open(browser, url, options) {
  const context = await browser.newContext(options), page = await context.newPage();
  page.complaints = [];
  page.on('console', m => { if (m.type() === 'error' && m.location().url !== url) page.complaints.push(m.text()); });
  page.on('pageerror', e => page.complaints.push(String(e)));
  page.on('requestfailed', r => { if (r.method() !== 'HEAD') page.complaints.push('failed: ' + r.url()); }); // HEAD: whether the page has changed; cut off with it
  page.on('request', r => { if (new URL(r.url()).origin !== new URL(url).origin) page.complaints.push('asks elsewhere: ' + r.url()); });
  page.on('response', r => { if (r.status() >= 400 && r.url() !== url && !r.url().endsWith('/favicon.ico')) page.complaints.push(r.status() + ' ' + r.url()); });
  if (options.javaScriptEnabled !== false)
    await page.addInitScript(() => {
      window.shifted = 0;
      new PerformanceObserver(list => { for (const e of list.getEntries()) window.shifted += e.value; }).observe({ type: 'layout-shift', buffered: true });
    });
  await page.goto(url);
  return page;
}

async function crawl(browser, origin) {
  const seen = new Set(['/index.html']), queue = ['/index.html'], kinds = new Map();
  const isWanted = url => {
    const kind = url.pathname.split('/').slice(1, -1).join('/') + (url.search ? '?' : '');
    if (url.origin !== origin || (!isLive && !url.pathname.endsWith('.html')) || /\.(atom|json|md|ics|opml|xml)$/.test(url.pathname))
      return false;
    kinds.set(kind, (kinds.get(kind) || 0) + 1);
    return !isLive || kinds.get(kind) <= 4;
  };
  if (isLive)
    queue.push('/search?q=saltry', '/search?q=zzzz', '/search?q=%22', '/nothing-here');
  const page = await (await browser.newContext()).newPage();
  for (let next; (next = queue.shift());) {
    await page.goto(origin + next);
    for (const href of await page.$$eval('a[href]', all => all.map(a => a.href.split('#')[0]))) {
      const url = new URL(href);
      const name = url.pathname + url.search;
      if (!seen.has(name) && isWanted(url)) {
        seen.add(name);
        queue.push(name);
      }
    }
  }
  await page.context().close();
  if (isLive)
    ['/search?q=saltry', '/search?q=zzzz', '/search?q=%22'].forEach(name => seen.add(name));
  return [...seen].sort();
}

const looks = [
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'desktop-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
];

async function faults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.map(v => [v.id, v.impact, v.nodes[0].html, v.nodes[0].failureSummary]);
}

// The measure itself is measured: on a page with two faults it finds them.
async function measure(browser, origin, story) {
  const page = await open(browser, origin + story, looks[0]);
  await page.evaluate(() => {
    document.querySelector('.story p').style.color = '#eee';
    document.querySelector('html').removeAttribute('lang');
  });
  const found = (await faults(page)).map(f => f[0]);
  check(found.includes('color-contrast') && found.includes('html-has-lang'), 'axe finds pale letters and a missing language', found);
  await page.context().close();
}

async function look(browser, origin, name, { name: kind, ...options }) {
  const page = await open(browser, origin + name, options);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name} ${kind}: nothing is wider than the screen`, wide);
  await page.$$eval('details', all => all.forEach(d => { d.open = true; }));
  check(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} ${kind}: nor when all is unfolded`);
  if (kind.startsWith('phone')) {
    const found = await faults(page);
    check(!found.length, `${name} ${kind}: axe finds no fault`, found);
  }
  await page.$$eval('details', all => all.forEach(d => { d.open = false; }));
  await page.screenshot({ path: path.join(shots, name.slice(1).replace(/[^\w-]+/g, '-').slice(0, 80) + `-${kind}.png`), fullPage: true });
  await page.context().close();
}

// All that can be read; but for the switch that only a script can make use of.
const words = async page => (await page.locator('body').innerText()).replace(/Single-key shortcuts: on/, '').replace(/\s+/g, ' ').trim();

async function load(browser, origin, name) {
  const page = await open(browser, origin + name, looks[0]), text = await words(page);
  await page.waitForTimeout(100);
  check(await page.evaluate(() => window.shifted) === 0, `${name}: no layout shift`);
  check(!page.complaints.length, `${name}: no error, and nothing asked of others`, page.complaints);
  await page.context().close();
  const plain = await open(browser, origin + name, { ...looks[0], javaScriptEnabled: false });
  check(await words(plain) === text, `${name}: the same without JavaScript`);
  await plain.context().close();
}

const focused = page => page.evaluate(() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return { tag: e.tagName, text: e.textContent.trim().slice(0, 60), href: e.getAttribute('href'), inMain: !!e.closest('main'),
    isSeen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight, hasOutline: style.outlineStyle !== 'none' };
});

// Every stop of the Tab key, in order, until it leaves the page.
async function tabStops(page) {
  const stops = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop.tag === 'BODY' || (stops.length && stop.href && stop.href === stops[0].href && i > 2))
      break;
    stops.push(stop);
  }
  return stops;
}

async function keyboard(browser, origin, story) {
  let page = await open(browser, origin + '/index.html', looks[2]);
  await page.keyboard.press('Tab');
  let at = await focused(page);
  check(at.href === '#main' && at.isSeen, 'the first stop is a link past the navigation, and is seen', at);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  at = await focused(page);
  check(at.inMain && /^story\//.test(at.href), 'behind it stands the first story', at);
  await page.keyboard.press('Enter');
  await page.waitForURL(/story\//);
  check(/\/story\/s[0-9a-f]+\.html$/.test(page.url()), 'Enter opens it');
  await page.context().close();

  page = await open(browser, origin + story, looks[0]);
  const stops = await tabStops(page), order = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], summary, input, button')].filter(e => e.checkVisibility({ visibilityProperty: true }) && (e.tagName === 'SUMMARY' || !e.closest('details:not([open])'))).length);
  check(stops.length === order, 'Tab stops at every link and fold once', [stops.length, order]);
  check(stops.every(s => s.isSeen && s.hasOutline), 'each stop is seen and outlined', stops.find(s => !(s.isSeen && s.hasOutline)));
  await page.context().close();

  page = await open(browser, origin + story, looks[0]);
  const cite = page.locator('.cites a').last();
  const goal = await cite.getAttribute('href');
  await cite.focus();
  await page.keyboard.press('Enter');
  check(new URL(page.url()).hash === goal && await page.locator(goal).evaluate(e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }),
    'a citation leads to its source');
  const fold = page.locator('details.support summary').first();
  await fold.focus();
  await page.keyboard.press('Enter');
  check(await page.locator('details.support').first().evaluate(d => d.open) && await page.locator('details.support q').first().isVisible(), "Enter unfolds the sources' own words");
  await page.context().close();
}

async function print(browser, origin, story) {
  const page = await open(browser, origin + story, looks[3]);
  await page.emulateMedia({ media: 'print' });
  check(await page.locator('header.site').isHidden() && await page.locator('h1').isVisible() && await page.locator('.sources').isVisible(), 'print: the story, without navigation');
  check(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor) === 'rgb(255, 255, 255)', 'print: on white, from a dark screen, too');
  await page.screenshot({ path: path.join(shots, 'print.png'), fullPage: true });
  await page.context().close();
}

async function rightToLeft(browser, origin, pages) {
  for (const name of pages) {
    const page = await open(browser, origin + name, looks[0]);
    if (await page.locator('article.story[dir=rtl]').count()) {
      const at = await page.locator('h1').evaluate(e => [getComputedStyle(e).direction, e.lang]);
      check(at[0] === 'rtl' && at[1] === 'ar', 'a story in Arabic runs from right to left', at);
      const line = await page.locator('.picture svg').first().evaluate(e => getComputedStyle(e).direction);
      check(line === 'ltr', 'its pictures run with time, from left to right', line);
      return page.context().close();
    }
    await page.context().close();
  }
  check(false, 'there is a story in Arabic');
}

// The running site's script: j and k go from story to story, / to the search.
async function shortcuts(browser, origin) {
  const page = await open(browser, origin + '/index.html', looks[2]);
  await page.keyboard.press('j');
  const first = await focused(page);
  await page.keyboard.press('j');
  const second = await focused(page);
  check(/story\//.test(first.href) && /story\//.test(second.href) && first.href !== second.href, 'j goes to the next story', [first, second]);
  await page.keyboard.press('k');
  check((await focused(page)).href === first.href, 'k goes back');
  await page.keyboard.press('/');
  await page.keyboard.type('ferry');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\?q=ferry/);
  check(await page.locator('mark').count() > 0, '/ leads to the search, which marks what it found');
  await page.locator('h1').click();
  await page.keyboard.press('?');
  check(/j next/.test(await page.locator('#said').innerText()), '? tells the keys');
  await page.keyboard.press('Escape');
  check(!await page.locator('#said').count(), 'until Escape');
  await page.locator('button.keys').click();
  await page.goto(origin + '/index.html');
  const still = await page.evaluate(() => scrollY);
  for (const key of ['j', '/', '?', 'c'])
    await page.keyboard.press(key);
  check((await focused(page)).tag === 'BODY' && !await page.locator('#said').count() && await page.evaluate(() => scrollY) === still, 'switched off in the footer, single keys do nothing, on the next page neither');
  await page.locator('button.keys').click();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  check(/story\//.test((await focused(page)).href), 'and do again when they are switched on');
  await page.context().close();
}

// The story and the article that have a picture: it is shown, and says what it is.
async function pictured(browser, origin) {
  const page = await open(browser, origin + '/search?q=lighthouse', looks[2]), names = [];
  for (const kind of ['story', 'article']) {
    await page.goto(origin + '/search?q=lighthouse');
    await page.locator(`h3 a[href*="${kind}/"]`).first().click();
    const image = page.locator('figure img');
    await image.evaluate(e => e.decode());
    check(await image.evaluate(e => e.naturalWidth === 640 && e.alt.length > 10), `the picture of a ${kind} is shown, with words for those who do not see it`);
    names.push(new URL(page.url()).pathname);
  }
  check(!page.complaints.length, 'and comes from the site itself', page.complaints);
  await page.context().close();
  return names;
}

(async () => {
  const server = isLive ? null : await serve(), origin = isLive ? site : `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const pages = await crawl(browser, origin);
  check(pages.length > 15, `${pages.length} pages are reached by links`);
  if (isLive)
    pages.push(...await pictured(browser, origin));
  const stories = [];
  for (const name of pages.filter(p => /^\/story\/[^?]*\.html$/.test(p)))
    stories.push([(await (await fetch(origin + name)).text()).length, name]);
  stories.sort((a, b) => b[0] - a[0]);
  for (const name of pages) {
    await load(browser, origin, name);
    for (const kind of looks)
      await look(browser, origin, name, kind);
  }
  await measure(browser, origin, stories[0][1]);
  await keyboard(browser, origin, stories[0][1]);
  await print(browser, origin, stories[0][1]);
  if (isLive)
    await shortcuts(browser, origin);
  else
    await rightToLeft(browser, origin, pages.filter(p => p.startsWith('/story/')));
  await browser.close();
  if (server)
    server.close();
  console.log(`1..${count}`);
  console.log(`# ${count - failed} passed, ${failed} failed; screenshots: ${shots}`);
  process.exit(failed ? 1 : 0);
})();
