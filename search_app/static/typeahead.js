// Offers under a search box while somebody types. The box works without this file.
(() => {
  "use strict";

  const KINDS = { term: "词", title: "题名", doc_no: "文号", person: "人名", query: "检索过" };
  const WAIT = 90;

  const attach = (box) => {
    const form = box.form;
    const list = document.createElement("ul");
    list.id = `${box.id}-offers`;
    list.className = "offers";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "检索提示");
    list.hidden = true;
    box.after(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");

    let typed = box.value;
    let chosen = -1;
    let waiting = 0;
    let asked = null;

    const close = () => {
      clearTimeout(waiting);
      asked?.abort();
      list.hidden = true;
      chosen = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    // The option's text goes into the box, so that what is sent is what is seen; a title stays where it is.
    const choose = (at) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = at;
      const option = list.children[at];
      box.value = option && !option.dataset.document ? option.dataset.text : typed;
      if (!option) {
        box.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    };

    const take = (option) => {
      if (option.dataset.document) {
        location.assign(box.dataset.documents + encodeURIComponent(option.dataset.document));
        return;
      }
      box.value = option.dataset.text;
      close();
      form.requestSubmit();
    };

    const show = (offers) => {
      list.replaceChildren(
        ...offers.map((offer, at) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${at}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.text = offer.text;
          if (offer.document) {
            option.dataset.document = offer.document;
          }
          const text = document.createElement("span");
          text.textContent = offer.text;
          const kind = document.createElement("small");
          kind.textContent = KINDS[offer.kind] ?? "";
          option.append(text, kind);
          return option;
        }),
      );
      chosen = -1;
      list.hidden = offers.length === 0;
      box.setAttribute("aria-expanded", String(offers.length > 0));
      box.removeAttribute("aria-activedescendant");
    };

    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const address = `${box.dataset.suggest}?q=${encodeURIComponent(typed)}`;
        const answer = await fetch(address, { signal: asked.signal });
        if (answer.ok) {
          const { suggestions } = await answer.json();
          if (document.activeElement === box && box.value === typed) {
            show(suggestions);
          }
        }
      } catch {
        // Offline, or overtaken by the next key: the box itself still searches.
      }
    };

    const soon = () => {
      typed = box.value;
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    };

    box.addEventListener("input", (event) => event.isComposing || soon());
    box.addEventListener("compositionend", soon);
    box.addEventListener("blur", close);
    form.addEventListener("submit", close);
    box.addEventListener("click", () => list.hidden && soon());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option && event.button === 0) {
        take(option);
      }
    });

    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const count = list.children.length;
      if (event.key === "ArrowDown" && list.hidden) {
        event.preventDefault();
        soon();
      } else if (event.key === "ArrowDown" || (event.key === "ArrowUp" && !list.hidden)) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        box.value = typed;
        close();
      } else if (event.key === "Enter" && !list.hidden && list.children[chosen]?.dataset.document) {
        event.preventDefault();
        take(list.children[chosen]);
      }
    });
  };

  document.querySelectorAll("[data-suggest]").forEach(attach);
})();
