// Passkeys: a form with data-passkey asks the browser (WebAuthn), and takes its answer along.
(function () {
  "use strict";
  var waiting = null;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (byte) { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function asked(form) {
    var options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    ["allowCredentials", "excludeCredentials"].forEach(function (list) {
      (options[list] || []).forEach(function (known) { known.id = bytes(known.id); });
    });
    return options;
  }

  function answered(credential) {
    var given = credential.response;
    var response = { clientDataJSON: text(given.clientDataJSON) };
    if (given.attestationObject) {
      response.attestationObject = text(given.attestationObject);
      response.transports = given.getTransports ? given.getTransports() : [];
    } else {
      response.authenticatorData = text(given.authenticatorData);
      response.signature = text(given.signature);
      response.userHandle = given.userHandle ? text(given.userHandle) : null;
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: {},
      response: response,
    });
  }

  function say(form, words) {
    var place = form.querySelector("[data-passkey-says]");
    if (place) place.textContent = words;
  }

  function ask(form, silently) {
    if (waiting) waiting.abort();
    waiting = new AbortController();
    var kind = form.dataset.passkey;
    var wish = { publicKey: asked(form), signal: waiting.signal };
    if (silently) wish.mediation = "conditional";
    return navigator.credentials[kind](wish).then(function (credential) {
      form.elements.answer.value = answered(credential);
      // A wish that stands in the form beside it: not to be asked again in this browser.
      var trust = document.querySelector("input[type=checkbox][name=trust]");
      if (trust && trust.checked) {
        var along = document.createElement("input");
        along.type = "hidden";
        along.name = "trust";
        along.value = "1";
        form.appendChild(along);
      }
      form.submit();
    }).catch(function (error) {
      if (!silently && error.name !== "AbortError") {
        say(form, error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed);
      }
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset || !form.dataset.passkey || form.elements.answer.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!window.PublicKeyCredential) return say(form, form.dataset.failed);
    say(form, "");
    ask(form, false);
  }, true);

  // The browser offers passkeys where the email is typed.
  var offered = document.querySelector("form[data-passkey=get][data-offered]");
  var can = window.PublicKeyCredential && PublicKeyCredential.isConditionalMediationAvailable;
  if (offered && can) {
    PublicKeyCredential.isConditionalMediationAvailable().then(function (is) {
      if (is) ask(offered, true);
    });
  }
})();
