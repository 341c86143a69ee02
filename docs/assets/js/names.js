// A name for what the theme leaves without one, for those who hear a page.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
