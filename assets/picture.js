// A photo is made small before it is sent: at most 256 pixels, without what a camera writes into it.
(() => {
  const SIDE = 256;
  const begin = () => {
    const field = document.querySelector("input[data-picture]");
    if (!field || field.dataset.ready) return;
    field.dataset.ready = "1";
    field.addEventListener("change", async () => {
      const file = field.files[0];
      if (!file) return;
      try {
        const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
        const side = Math.min(photo.width, photo.height);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = Math.min(side, SIDE);
        const pen = canvas.getContext("2d");
        pen.imageSmoothingQuality = "high";
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(photo, (photo.width - side) / 2, (photo.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
        const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
        const files = new DataTransfer();
        files.items.add(new File([small], "picture.jpg", { type: "image/jpeg" }));
        field.files = files.files;
      } catch {
        // It goes as it is: the server says what is wrong with it.
      }
    });
  };
  begin();
  document.addEventListener("htmx:load", begin);
})();
