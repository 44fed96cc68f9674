/** A seeded source of randomness. Each purpose draws from a stream of its own, so that one more draw here changes nothing there. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  integer(below: number): number;
  /** A stream that depends only on this one's seed and on `name`. */
  stream(name: string): Random;
  /** A random UUID (version 4 in form). */
  uuid(): string;
}

/** xmur3 to spread a text over 32-bit words, sfc32 to draw from them: small, quick and good enough for sampling. */
export function seededRandom(seed: number | string): Random {
  const word = spread(String(seed));
  let a = word();
  let b = word();
  let c = word();
  let counter = 1;
  const draw = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) draw();
  return {
    next: draw,
    integer: (below) => Math.floor(draw() * below),
    stream: (name) => seededRandom(`${seed}/${name}`),
    uuid: () => {
      const [a, b, c, d] = [draw(), draw(), draw(), draw()].map((part) => part * 4294967296) as Words;
      const version = ((b & 0xffff0fff) | 0x4000) >>> 0;
      const variant = ((c & 0x3fffffff) | 0x80000000) >>> 0;
      const text = `${hex(a)}${hex(version)}${hex(variant)}${hex(d)}`;
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
    },
  };
}

type Words = [number, number, number, number];

/** A 32-bit word, eight digits long. */
function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

function spread(text: string): () => number {
  let hash = 1779033703 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
}
