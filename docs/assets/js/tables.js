// Wide tables scroll by themselves; a keyboard must reach what scrolls. The theme wraps tables
// after a page is loaded, so each wrap is met when it comes.
(() => {
  const reach = () => {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
      wrap.setAttribute("tabindex", "0");
    }
  };
  new MutationObserver(reach).observe(document.documentElement, { childList: true, subtree: true });
  reach();
})();
