// Makes the desk quick where there is a script; without one, every form and link works by itself.
(() => {
  "use strict";
  document.documentElement.classList.add("quick");
  const said = document.getElementById("said");
  let newest = 0;

  // What takes longer than a moment shows that it is under way.
  const line = document.getElementById("under-way");
  let soon = 0;
  const begun = () => {
    clearTimeout(soon);
    soon = setTimeout(() => line && line.classList.add("shown"), 300);
  };
  const done = () => {
    clearTimeout(soon);
    if (line) line.classList.remove("shown");
  };
  window.addEventListener("pageshow", done);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const inPage = link.origin === location.origin && link.pathname === location.pathname && link.search === location.search;
    const isFile = link.hasAttribute("download") || /\.(ics|atom|png|json)$/.test(link.pathname);
    if (link.origin === location.origin && !isFile && !(inPage && link.hash)) begun();
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) begun();
  });

  // A form of toggles is sent as soon as one changes, and what comes back takes the place of <main>.
  const send = async (form, button) => {
    const turn = ++newest;
    const told = new FormData(form);
    if (button && button.name) {
      told.delete("episode");
      told.append(button.name, button.value);
    }
    const main = document.querySelector("main");
    main.setAttribute("aria-busy", "true");
    begun();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(told), credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn === newest) swap(page);
    } catch {
      if (turn === newest) sendWhole(form, button);
    } finally {
      if (turn === newest) done();
    }
  };

  // Where that fails, the browser sends the form, with the button that was pressed.
  const sendWhole = (form, button) => {
    if (button && button.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
    form.submit();
  };

  // A link to one of the long parts, which has a page of its own, opens it in its place.
  const open = async (link) => {
    const turn = ++newest;
    begun();
    try {
      const answer = await fetch(link.href, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== newest) return;
      const part = link.closest("section").id;
      const main = document.querySelector("main").cloneNode(true);
      main.querySelector(`#${part}`).replaceWith(page.getElementById(part));
      page.querySelector("main").replaceWith(main);
      history.replaceState(null, "", link.href);
      swap(page);
    } catch {
      location.assign(link.href);
    } finally {
      if (turn === newest) done();
    }
  };

  const swap = (page) => {
    const held = document.activeElement && document.activeElement.id;
    const before = held ? document.activeElement.getBoundingClientRect().top : 0;
    const unfolded = [...document.querySelectorAll("main details[open]")].map((one) => one.id);
    const main = page.querySelector("main");
    document.querySelector("main").replaceWith(document.adoptNode(main));
    const basis = page.querySelector(".foot");
    if (basis) document.querySelector(".foot").replaceWith(document.adoptNode(basis));
    for (const id of unfolded) {
      const one = document.getElementById(id);
      if (one) one.open = true;
    }
    const again = held && document.getElementById(held);
    if (again) {
      again.focus({ preventScroll: true });
      window.scrollBy({ top: again.getBoundingClientRect().top - before, behavior: "instant" });
    }
    document.title = page.title;
    const words = document.querySelector("[data-said]");
    if (said && words) said.textContent = words.textContent.trim();
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-quick]");
    if (form) send(form, null);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quick]");
    if (!link || document.querySelector("[data-alone]") || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-quick]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  // Titles are suggested as one types.
  const asked = document.getElementById("q");
  const list = document.getElementById("suggestions");
  let waiting = 0;
  let last = "";
  const suggest = async () => {
    const words = asked.value.trim();
    if (words === last) return;
    last = words;
    if (words.length < 2) return list.replaceChildren();
    const told = new URLSearchParams({ q: words });
    const day = new URLSearchParams(location.search).get("as-of");
    if (day) told.set("as-of", day);
    try {
      const answer = await fetch(`/suggest?${told}`);
      if (!answer.ok || asked.value.trim() !== words) return;
      const options = (await answer.json()).map((title) => {
        const option = document.createElement("option");
        option.value = title;
        // A browser leaves out what does not hold the words, such as a title found by its name at home.
        if (!title.toLowerCase().includes(words.toLowerCase())) option.label = words;
        return option;
      });
      list.replaceChildren(...options);
    } catch {
      list.replaceChildren();
    }
  };
  if (asked && list) {
    asked.addEventListener("input", (event) => {
      if (event.inputType === "insertReplacementText" && [...list.options].some((one) => one.value === asked.value)) {
        return asked.form.requestSubmit();
      }
      clearTimeout(waiting);
      waiting = setTimeout(suggest, 120);
    });
  }
})();
