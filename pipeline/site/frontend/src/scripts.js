// Data that comes as a script, `bilateralGive("rows/trade", …)`: a page may load one from a folder on disk too, where
// `fetch` may not read a file.

const waiting = new Map();
globalThis.bilateralGive = (name, data) => waiting.get(name)?.(data);

// Loads `NAME.js` below the root of the site and returns what it gives.
export function loadData(name, root = "") {
  return new Promise((resolve, reject) => {
    waiting.set(name, resolve);
    const script = document.createElement("script");
    script.src = `${root}${name}.js`;
    script.onload = () => script.remove(); // its text may be megabytes
    script.onerror = () => reject(new Error(`${name}.js could not be loaded`));
    document.head.append(script);
  }).finally(() => waiting.delete(name));
}

// Younger browsers can do it themselves. Else a plain loop: `Uint8Array.from` with a function took thirty times as long for some megabytes.
export function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const made = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) made[index] = text.charCodeAt(index);
  return made;
}
