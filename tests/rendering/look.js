// What a person could stumble over in the sections of the page: axe-core is loaded before.
(async () => {
  const CONTENT = document.querySelector("[role=main], article");
  const ends = [...document.querySelectorAll("p > .howto-provenance")].map(small => small.parentElement);
  const sections = ends.map(end => {
    const found = [end];
    for (let one = end.previousElementSibling; one; one = one.previousElementSibling) {
      found.unshift(one);
      if (/^H[1-6]$/.test(one.localName.toUpperCase()) || one.querySelector(".howto-title")) break;
    }
    return found;
  });
  const all = sections.flatMap(found => found.flatMap(one => [one, ...one.querySelectorAll("*")]));
  const scrolls = element => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(one).overflowX)) return true;
    }
    return false;
  };
  const shown = element => element.getClientRects().length > 0 && !scrolls(element);
  // No further than the screen, or than the author's own title where a theme puts all content further.
  const box = document.querySelector("h1").getBoundingClientRect();
  const [first, last] = [Math.min(0, box.left) - 1, Math.max(document.documentElement.clientWidth, box.right) + 1];
  const leaves = ({left, right}) => right > last || left < first;
  const words = element => [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).flatMap(node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  });
  const wide = all.filter(shown).filter(
    element => leaves(element.getBoundingClientRect()) || words(element).some(leaves)
  ).map(element => element.outerHTML.slice(0, 200));
  const backwards = all.filter(element => element.localName === "pre"
    && getComputedStyle(element).direction !== "ltr").map(element => element.outerHTML.slice(0, 200));
  const cut = all.filter(element => scrolls(element) && element.scrollWidth > element.clientWidth + 1
    && element.clientWidth > 0).map(element => element.outerHTML.slice(0, 200));
  const missing = all.filter(element => element.textContent.trim() && element.getClientRects().length === 0
    && !element.closest("a.headerlink, button, [hidden], option, .md-code__nav")).map(element => element.outerHTML.slice(0, 200));
  // A violation that the author's own code above the sections has too is the theme's.
  const kind = (rule, element) => `${rule} ${element.localName} ${element.className}`;
  const report = window.axe ? await axe.run(CONTENT) : {violations: [], passes: []};
  const nodes = report.violations.flatMap(({id, nodes}) => nodes.map(node => {
    const element = document.querySelector(node.target[0]);
    return {element, kind: kind(id, element), told: `${id}: ${node.html}: ${node.failureSummary}`};
  }));
  const excused = new Set(nodes.filter(({element}) => !all.includes(element)).map(({kind}) => kind));
  const violations = nodes.filter(
    ({element, kind}) => all.includes(element) && (element.matches("[class^=howto-], [class^=howto-] *") || !excused.has(kind))
  ).map(({told}) => told);
  return {sections: sections.length, wide, cut, backwards, missing, violations, rules: report.passes.map(({id}) => id)};
})()
