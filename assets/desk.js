// What the desk does better with scripts. Everything works without them.
(function () {
  "use strict";

  // Moments in the reader's own time zone; the exact time in UTC stays on hover.
  var spoken = document.documentElement.lang;
  var region = navigator.languages.find(function (language) { return language.split("-")[0] === spoken; });
  var inZone = new Intl.DateTimeFormat((region || spoken) + "-u-nu-latn", { dateStyle: "medium", timeStyle: "short" });
  function localize(root) {
    root.querySelectorAll("time[datetime]:not([data-local])").forEach(function (time) {
      var at = new Date(time.getAttribute("datetime"));
      if (!isNaN(at)) {
        time.textContent = inZone.format(at);
        time.setAttribute("data-local", "");
      }
    });
    root.querySelectorAll("form[data-chosen]").forEach(count);
    root.querySelectorAll("[data-copy][hidden], [data-all][hidden]").forEach(function (one) { one.hidden = false; });
    begin(root);
  }

  // The list as it was seen last, the marked entry of the menu, and moments that are typed in the reader's zone.
  var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  function two(number) { return String(number).padStart(2, "0"); }
  function begin(root) {
    var list = location.pathname.match(/^\/app\/([a-z-]+)$/);
    if (list) { sessionStorage.setItem("list " + list[1], location.search); }
    root.querySelectorAll("a[data-list]").forEach(function (link) {
      link.href = link.pathname + (sessionStorage.getItem("list " + link.dataset.list) || "");
    });
    root.querySelectorAll("input[name=back][data-list]").forEach(function (back) {
      back.value = back.value.split("?")[0] + (sessionStorage.getItem("list " + back.dataset.list) || "");
    });
    var marked = root.querySelector(".side [aria-current=page]");
    if (marked && marked.offsetParent) {
      var side = marked.closest(".side"), place = marked.offsetTop - side.offsetTop;
      if (place > side.scrollTop + side.clientHeight - 60 || place < side.scrollTop) { side.scrollTop = place - side.clientHeight / 2; }
    }
    root.querySelectorAll("input[type=datetime-local]:not([data-local])").forEach(function (input) {
      var at = new Date(input.value + "Z");
      input.setAttribute("data-local", "");
      if (!isNaN(at)) {
        input.value = at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + "T" + two(at.getHours()) + ":" + two(at.getMinutes());
      }
      var said = input.parentNode.querySelector("[data-zone]");
      if (said) { said.textContent = zone; }
    });
  }
  document.addEventListener("formdata", function (event) {
    event.target.querySelectorAll("input[type=datetime-local][data-local]").forEach(function (input) {
      var at = new Date(input.value);
      if (input.name && !isNaN(at)) { event.formData.set(input.name, at.toISOString()); }
    });
  });

  // Menus close when one presses elsewhere, or Escape.
  function close(but) {
    document.querySelectorAll("details.dropdown[open]").forEach(function (one) { if (one !== but) { one.open = false; } });
  }
  document.addEventListener("click", function (event) { close(event.target.closest("details.dropdown")); });

  // A form that was changed and not sent yet.
  var changed = null;
  function asks(form) { return form && form.method === "post" && form.hasAttribute("data-guarded"); }
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (asks(form)) {
      changed = form;
      form.querySelectorAll(".unsaved").forEach(function (one) { one.hidden = false; });
    }
    if (event.target.hasAttribute("data-all")) {
      form.querySelectorAll("input[name=name]").forEach(function (box) { box.checked = event.target.checked; });
    }
    if (form && form.hasAttribute("data-chosen")) { count(form); }
  });

  // What can be done with the chosen is shown once there are some.
  function count(form) {
    var chosen = form.querySelectorAll("input[name=name]:checked").length;
    var all = form.querySelector("input[name=all]");
    form.querySelector(".chosen").textContent = all && all.checked ? "" : chosen;
    form.querySelector(".selection").hidden = !chosen && !(all && all.checked);
  }
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
      if (window.confirm(changed.dataset.guarded)) {
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
      var label = button.dataset.label || button.textContent;
      button.dataset.label = label;
      var say = function (words) {
        button.textContent = words;
        setTimeout(function () { button.textContent = label; }, 4000);
      };
      copy(from).then(function () { say(button.dataset.copied); }, function () { say(button.dataset.byHand); });
    }
  });

  // The finder: Ctrl+K or / goes there, the arrows go through what was found, Escape leaves.
  document.addEventListener("keydown", function (event) {
    var find = document.getElementById("find");
    var found = document.getElementById("found");
    var types = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (find && (event.key === "k" && (event.ctrlKey || event.metaKey)) || (find && event.key === "/" && !types)) {
      event.preventDefault();
      find.focus();
      find.select();
    } else if (event.key === "s" && (event.ctrlKey || event.metaKey) && document.getElementById("save")) {
      event.preventDefault();
      document.getElementById("save").click();
    } else if (event.key === "Escape" && event.target.closest("details.dropdown[open]")) {
      event.target.closest("details.dropdown").querySelector("summary").focus();
      close();
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

  // The page that comes may begin somewhere of its own.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.boosted && document.activeElement) { document.activeElement.blur(); }
  });
  document.addEventListener("htmx:load", function (event) { localize(event.detail.elt); });
  document.addEventListener("DOMContentLoaded", function () { localize(document); });
  if (document.readyState !== "loading") { localize(document); }
})();
