// Sends the answer of a form_post sign-in on its way; without JavaScript the button does.
document.getElementById("form-post").submit();
