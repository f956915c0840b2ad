(function () {
  var rows = document.querySelectorAll("tr[data-e]");
  var bar = document.querySelector(".filter");
  if (!bar) return;
  function show() {
    var tag = location.hash.slice(1), item = /^e\d+$/.test(tag) && document.getElementById(tag), n = 0;
    rows.forEach(function (row) {
      var stays = !item || (" " + row.dataset.e + " ").indexOf(" " + tag + " ") >= 0;
      row.hidden = !stays;
      if (stays) n++;
    });
    bar.hidden = !item;
    if (item) {
      bar.querySelector("[data-label]").textContent = item.textContent;
      bar.querySelector("[data-count]").textContent = n + " / " + rows.length;
      bar.scrollIntoView();
    }
  }
  addEventListener("hashchange", show);
  addEventListener("beforeprint", function () { document.querySelectorAll("figure details").forEach(function (d) { d.open = true; }); });
  show();
})();
