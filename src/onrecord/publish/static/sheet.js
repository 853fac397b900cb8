
(function () {
  "use strict";
  // Everything here is a convenience: without script, pins and cards are links to each other.
  var root = document.documentElement;
  root.classList.add("js");
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var all = function (query, within) { return (within || document).querySelectorAll(query); };

  each(all(".tools, .filter"), function (element) { element.hidden = false; });

  // Theme: auto follows the system; the choice is kept where the browser allows it for files.
  var theme = document.getElementById("theme");
  var themes = ["auto", "light", "dark"];
  var showTheme = function (name) {
    root.dataset.theme = name;
    theme.querySelector("span").textContent = theme.dataset[name];
  };
  var kept = null;
  try { kept = localStorage.getItem("onrecord-theme"); } catch (error) { kept = null; }
  showTheme(themes.indexOf(kept) >= 0 ? kept : "auto");
  theme.addEventListener("click", function () {
    var next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    showTheme(next);
    try { localStorage.setItem("onrecord-theme", next); } catch (error) { /* not kept, still shown */ }
  });

  // A claim is its card, its pin and its stretches of marked text.
  var cards = Array.prototype.slice.call(all(".card"));
  var pinOf = function (card) {
    return document.getElementById(card.id.replace(/^(r\d+)-/, "$1-t-"));
  };
  var partsOf = function (id) {
    var card = document.getElementById(id);
    var parts = Array.prototype.slice.call(all('mark[data-claim="' + CSS.escape(id) + '"]'));
    if (card) { parts.push(card); var pin = pinOf(card); if (pin) { parts.push(pin); } }
    return parts;
  };
  var lit = [];
  var light = function (id) {
    each(lit, function (part) { part.classList.remove("lit"); });
    lit = id ? partsOf(id) : [];
    each(lit, function (part) { part.classList.add("lit"); });
  };
  // Scrolls the report's own column when it has one, and never the page under the reader's eyes.
  var showInReport = function (card) {
    var pin = pinOf(card);
    var pane = pin && pin.closest(".report");
    if (!pane || pane.scrollHeight <= pane.clientHeight + 1) { return; }
    var offset = pin.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (offset < 40 || offset > pane.clientHeight - 90) { pane.scrollTop += offset - pane.clientHeight / 3; }
  };
  var unhide = function (card) {
    if (card.hidden) { card.closest(".claims").querySelector('[data-show="all"]').click(); }
  };
  // After a jump the text moves under a resting pointer; only a pointer that moves chooses a claim.
  var resting = false;
  document.addEventListener("mousemove", function (event) {
    if (event.movementX || event.movementY) { resting = false; }
  }, true);
  var open = function (card) {
    unhide(card);
    resting = true;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    var top = card.getBoundingClientRect().top;
    if (top < 60 || top > window.innerHeight - 160) { card.scrollIntoView({ block: "start" }); }
    light(card.id);
    showInReport(card);
  };

  each(cards, function (card) {
    card.addEventListener("mouseenter", function () { if (!resting) { light(card.id); showInReport(card); } });
    card.addEventListener("focusin", function () { light(card.id); showInReport(card); });
  });
  each(all("mark[data-claim]"), function (mark) {
    mark.addEventListener("mouseover", function (event) {
      event.stopPropagation();
      if (!resting) { light(mark.dataset.claim); }
    });
    mark.addEventListener("click", function (event) {
      if (event.target.closest("a") || String(window.getSelection())) { return; }
      event.stopPropagation();
      var card = document.getElementById(mark.dataset.claim);
      if (card) { open(card); }
    });
  });
  // A link to a card that a filter hides must still arrive.
  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="#"]');
    if (!link) { return; }
    var target = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (target && target.classList.contains("card")) { event.preventDefault(); history.replaceState(null, "", "#" + target.id); open(target); }
  });

  // Filter by standing.
  each(all(".filter"), function (group) {
    group.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      each(group.children, function (other) { other.setAttribute("aria-pressed", String(other === button)); });
      each(all(".card", group.parentElement), function (card) {
        card.hidden = button.dataset.show !== "all" && card.dataset.standing !== button.dataset.show;
      });
    });
  });

  // j and k step through the claims, t returns to the report; can be switched off.
  var keys = document.getElementById("keys");
  keys.addEventListener("click", function () {
    var on = keys.getAttribute("aria-pressed") !== "true";
    keys.setAttribute("aria-pressed", String(on));
    keys.querySelector("span").textContent = on ? keys.dataset.on : keys.dataset.off;
  });
  var current = function () {
    var active = document.activeElement;
    var card = active && active.closest && active.closest(".card");
    if (card) { return card; }
    if (active && active.classList && active.classList.contains("pin")) {
      return document.getElementById(active.getAttribute("href").slice(1));
    }
    return null;
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.getAttribute("aria-pressed") !== "true") { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    var shown = cards.filter(function (card) { return !card.hidden; });
    var at = shown.indexOf(current());
    if (event.key === "j" || event.key === "k") {
      var next = event.key === "j" ? at + 1 : (at < 0 ? shown.length : at) - 1;
      if (shown[next]) { event.preventDefault(); open(shown[next]); }
    } else if (event.key === "t" && at >= 0) {
      var pin = pinOf(shown[at]);
      if (pin) { event.preventDefault(); pin.focus(); }
    }
  });

  // Print every row of the record.
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(all("details:not([open])"));
    each(closed, function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    each(closed, function (details) { details.open = false; });
  });
})();
