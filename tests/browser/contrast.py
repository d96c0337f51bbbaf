"""What a browser is asked about the texts of a page: which stand out too little from what is behind them."""

CONTRAST = """
() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = one => {
    for (; one; one = one.parentElement) {
      const found = parse(getComputedStyle(one).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const low = [];
  const texts = 'p, li, a, th, td, dt, dd, h1, h2, h3, caption, span.small, span.quiet';
  for (const one of document.querySelectorAll(texts)) {
    if (!one.textContent.trim() || one.closest('.skip')) continue;
    const [a, b] = [light(parse(getComputedStyle(one).color)), light(behind(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(one.tagName + ' ' + ratio.toFixed(2) + ' ' + one.textContent.slice(0, 40));
  }
  return low;
}
"""
