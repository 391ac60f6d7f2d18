// A storage like the browser's: own properties are its keys.
const METHODS = {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  },
  setItem(key, value) {
    this[key] = String(value);
  },
  removeItem(key) {
    delete this[key];
  },
};

export const makeShelf = () => Object.create(METHODS);
