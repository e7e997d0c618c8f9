// What the keyboard and a wide screen add. Every page works without this file.
(() => {
  "use strict";

  const typing = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  const box = document.querySelector("[data-focus]");
  const closeFacets = () => {
    if (location.hash === "#facets") {
      location.hash = "#hits";
    }
  };

  // "/" goes to the search box, Escape closes the drawer of facets.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (event.key === "Escape") {
      closeFacets();
    } else if (event.key === "/" && box && !typing(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  // The preview follows the hit whose link has the focus or was chosen, without a new page.
  const preview = document.getElementById("preview");
  let asked = 0;

  const showPreview = async (hit) => {
    const link = hit.querySelector(".to-preview");
    if (!preview || !link || hit.classList.contains("previewed") || getComputedStyle(preview).display === "none") {
      return;
    }
    const turn = ++asked;
    try {
      const answer = await fetch(link.dataset.preview);
      const text = answer.ok ? await answer.text() : "";
      if (text && turn === asked) {
        preview.innerHTML = text;
        preview.scrollTop = 0;
        document.querySelector(".hit.previewed")?.classList.remove("previewed");
        hit.classList.add("previewed");
      }
    } catch {
      // Offline: the link itself still leads to the page with this preview.
    }
  };

  document.addEventListener("focusin", (event) => {
    const hit = event.target.closest?.(".hit");
    if (hit && event.target.matches("h2 a")) {
      showPreview(hit);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".to-preview");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      showPreview(link.closest(".hit"));
    }
  });

  // "j" and "k" walk through the hits, or through the marks of a document.
  const marks = [...document.querySelectorAll(".words mark")];
  const hits = [...document.querySelectorAll(".hit h2 a")];
  let here = -1;

  const walk = (step) => {
    if (marks.length) {
      marks[here]?.classList.remove("here");
      here = (here + step + marks.length) % marks.length;
      marks[here].classList.add("here");
      marks[here].scrollIntoView({ block: "center" });
    } else if (hits.length) {
      const at = hits.indexOf(document.activeElement);
      hits[Math.min(Math.max(at + step, 0), hits.length - 1)].focus();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "j" || event.key === "n") {
      walk(1);
    } else if (event.key === "k" || event.key === "p") {
      walk(-1);
    }
  });

  const step = document.querySelector("[data-step]");
  if (step && marks.length > 1) {
    step.textContent = "下一处";
    step.addEventListener("click", (event) => {
      event.preventDefault();
      walk(1);
    });
  }
})();
