// The gallery's filters. What is chosen stands in the address, so that it can be linked.
(() => {
  const form = document.querySelector("form.filters");
  if (!form) return;
  const cards = [...document.querySelectorAll(".card")];
  const fields = ["source", "known", "kind", "verdict"];
  const said = form.querySelector("output");

  function show() {
    const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      const text = memgenWords[card.dataset.place];
      const fits = fields.every(
        (name) => !form[name].value || card.dataset[name].split(" ").includes(form[name].value)
      ) && words.every((word) => text.includes(word));
      card.hidden = !fits;
      count += fits;
    }
    for (const paper of document.querySelectorAll("section.paper")) {
      paper.hidden = !paper.querySelector(".card:not([hidden])");
    }
    said.textContent = count === 1 ? "1 figure" : `${count} figures`;
    const chosen = new URLSearchParams();
    for (const name of ["words", ...fields]) if (form[name].value) chosen.set(name, form[name].value);
    const query = chosen.toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  }

  for (const [name, value] of new URLSearchParams(location.search)) if (form[name]) form[name].value = value;
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  show();
})();
