// From page to page without loading anew, so that the pages that are open go on without a network.
import { render } from "lit-html";

/** Where one thing is done at a time: on a phone the tabs make way for its button. */
const ONE_THING = /^\/(?:review|recipes\/(?:new|[^/]+\/edit))\/$/;
const main = document.querySelector("main");
let routes = [];
let current;
/** Whether the heading of the page that was gone to still has to get the focus, once it is there. */
let isHeadingAwaited = false;

/** The path of the page that is open. */
export const currentPath = () => location.pathname;

/** Start with `table`, rows of [pattern of the path, page]; a page is a function, see `open`. */
export function start(table) {
  routes = table;
  document.addEventListener("click", followed);
  addEventListener("popstate", () => open({ isBack: true }));
  open({ isFirst: true });
}

/** Go to `address` of this site. */
export function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"]({}, "", address);
  open({});
}

function followed(event) {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const address = new URL(link.href);
  if (address.origin !== location.origin || !find(address.pathname)) return;
  event.preventDefault();
  go(address.pathname + address.search);
}

function find(path) {
  for (const [pattern, page] of routes) {
    const match = path.match(pattern);
    if (match) return { page, match };
  }
  return null;
}

/**
 * Open the page of the address. A page is called with {match, query, draw} and returns {title, view, leave?};
 * `draw()` shows its view again, and does nothing once the page is left.
 */
function open({ isFirst, isBack }) {
  const { page, match } = find(location.pathname);
  current?.leave?.();
  let opened;
  const draw = () => {
    if (opened && opened === current) show(opened);
  };
  opened = page({ match, query: new URLSearchParams(location.search), draw });
  current = opened;
  isHeadingAwaited = !isFirst;
  show(opened);
  markTab();
  if (!isFirst && !isBack) scrollTo(0, 0);
}

function show(page) {
  document.title = `${typeof page.title === "function" ? page.title() : page.title} · Platewise`;
  render(page.view(), main);
  const heading = isHeadingAwaited && main.querySelector("h1");
  if (!heading) return;
  isHeadingAwaited = false;
  heading.focus({ preventScroll: true });
}

/** The tab of the pages that have none of their own. */
const TAB_OF = { "/compare/": "/foods/", "/recipes/": "/foods/", "/products/": "/foods/", "/recognition/": "/foods/" };

function markTab() {
  const [part] = location.pathname.match(/^\/[^/]*\/?/);
  const here = TAB_OF[part] ?? location.pathname;
  document.documentElement.dataset.page = ONE_THING.test(location.pathname) ? "review" : "";
  for (const tab of document.querySelectorAll(".tabs a:not(.brand)")) {
    const path = new URL(tab.href).pathname;
    const isHere = path === here || (path !== "/" && here.startsWith(path));
    if (isHere && !tab.dataset.add) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}
