// What the desk does better with scripts. Everything works without them.
(function () {
  "use strict";

  // Moments in the reader's own time zone; the exact time in UTC stays on hover.
  var inZone = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  function localize(root) {
    root.querySelectorAll("time[datetime]:not([data-local])").forEach(function (time) {
      var at = new Date(time.getAttribute("datetime"));
      if (!isNaN(at)) {
        time.textContent = inZone.format(at);
        time.setAttribute("data-local", "");
      }
    });
    root.querySelectorAll("[data-copy][hidden], [data-all][hidden]").forEach(function (one) { one.hidden = false; });
    var menu = root.querySelector("details.menu");
    if (menu && window.matchMedia("(max-width: 720px)").matches) { menu.open = false; }
  }

  // A form that was changed and not sent yet.
  var changed = null;
  function asks(form) { return form && form.method === "post" && form.hasAttribute("data-guarded"); }
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (asks(form)) { changed = form; }
    if (event.target.hasAttribute("data-all")) {
      event.target.closest("form").querySelectorAll("input[name=name]").forEach(function (box) { box.checked = event.target.checked; });
    }
  });
  document.addEventListener("submit", function (event) {
    if (event.target === changed) { changed = null; }
  }, true);
  window.addEventListener("beforeunload", function (event) {
    if (changed && document.contains(changed)) { event.preventDefault(); }
  });
  document.addEventListener("htmx:confirm", function (event) {
    // A link, or another form of the page.
    var leaves = /^(A|FORM)$/.test(event.detail.elt.tagName) && event.detail.elt !== changed && !event.detail.elt.matches(".finder");
    if (leaves && changed && document.contains(changed)) {
      event.preventDefault();
      if (window.confirm("Leave without saving? What you changed on this page is lost.")) {
        changed = null;
        event.detail.issueRequest(true);
      }
    }
  });

  // Copies the text of an element. On plain http there is no clipboard to write to: the text is selected and copied as
  // by hand; where that is refused, too, it stays selected.
  function copy(from) {
    if (navigator.clipboard) { return navigator.clipboard.writeText("value" in from ? from.value : from.textContent); }
    if (from.select) {
      from.select();
    } else {
      window.getSelection().selectAllChildren(from);
    }
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (button) {
      var from = document.getElementById(button.getAttribute("data-copy"));
      var say = function (words) {
        button.textContent = words;
        setTimeout(function () { button.textContent = "Copy"; }, 4000);
      };
      copy(from).then(function () { say("Copied"); }, function () { say("Press Ctrl+C"); });
    }
  });

  // The finder: Ctrl+K or / goes there, the arrows go through what was found, Escape leaves.
  document.addEventListener("keydown", function (event) {
    var find = document.getElementById("find");
    var found = document.getElementById("found");
    if (!find) { return; }
    var types = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !types)) {
      event.preventDefault();
      find.focus();
      find.select();
    } else if (event.key === "Escape" && event.target.closest(".finder")) {
      found.replaceChildren();
      find.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".finder")) {
      var places = [find].concat(Array.from(found.querySelectorAll("a")));
      var next = places.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (places[next]) {
        event.preventDefault();
        places[next].focus();
      }
    }
  });

  document.addEventListener("htmx:load", function (event) { localize(event.detail.elt); });
  document.addEventListener("DOMContentLoaded", function () { localize(document); });
  if (document.readyState !== "loading") { localize(document); }
})();
