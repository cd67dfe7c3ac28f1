/* How the search orders what it finds: the story first, then what is looked up, then the rest; a page once. */
var Scorer = {
  score: ([page, , , , score]) =>
    score + (page === "index" ? 60 : page.startsWith("contributing/") ? -60 : page.includes("/") ? 0 : 100),
  objNameMatch: 11, objPartialMatch: 6, objPrio: { 0: 15, 1: 5, 2: -5 }, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
};
if (typeof Search !== "undefined" && Search._performSearch) {
  const all = Search._performSearch;
  Search._performSearch = (...asked) => {
    const seen = new Set();   // the best stands last
    return all(...asked).reverse().filter(([page]) => !seen.has(page) && seen.add(page)).reverse();
  };
}
