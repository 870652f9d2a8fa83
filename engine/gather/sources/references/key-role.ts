/** What a key says about the text under it. */
export interface KeyRole {
  /**
   * `image`: the text is an image, or its name without a tag. `registry`, `repository`, `tag`, `version`, `digest`, `name`: a part of one.
   * `mention`: the key speaks of images without saying what the text is.
   */
  readonly kind: 'image' | 'registry' | 'repository' | 'name' | 'tag' | 'version' | 'digest' | 'mention' | 'none';
  /** What the key says besides, which tells one image from another: `frontend` in `FRONTEND_IMAGE_TAG`; of `none` nothing. */
  readonly qualifier: string;
  /** Whether the word image stands in the key. */
  readonly speaksOfImages: boolean;
  /** The key leaves it to the one above to say what its text is: `value`, `options`. */
  readonly isGeneric?: boolean;
}

const image = new Set(['image', 'images', 'img']);
const filling = new Set([...image, 'default', 'defaults', 'container', 'docker', 'oci', 'the', 'full']);
/** By the last word of the key. */
const kinds = new Map<string, KeyRole['kind']>([
  ['image', 'image'],
  ['images', 'image'],
  ['img', 'image'],
  ['registry', 'registry'],
  ['hub', 'registry'],
  ['repository', 'repository'],
  ['repo', 'repository'],
  ['name', 'name'],
  ['tag', 'tag'],
  ['tags', 'tag'],
  ['version', 'version'],
  ['versions', 'version'],
  ['digest', 'digest'],
  ['sha', 'digest'],
  ['sha256', 'digest'],
]);
/** After the word image these say that the text is the image: `imageName`, `image_uri`. */
const naming = new Set(['name', 'ref', 'reference', 'uri', 'url', 'path', 'spec']);
/** Keys that say nothing of their own: the key above them counts. */
const generic = new Set(['value', 'values', 'default', 'defaults', 'option', 'options', 'list', 'items', 'choices', 'allowed']);

/** Says what a key says about the text under it; one of these a run, because it remembers what it has seen. */
export function keyReader(): (key: string) => KeyRole {
  const seen = new Map<string, KeyRole>();
  return (key) => {
    const known = seen.get(key);
    if (known) return known;
    const role = roleOf(key.slice(-200));
    seen.set(key, role);
    return role;
  };
}

/** The words of a key: `defaultGpuImageVersion`, `QUEUE_SIDECAR_IMAGE`, `controller.image.tag`, `example.org/proxyImage`. */
function wordsOf(key: string): readonly string[] {
  return key
    .slice(key.lastIndexOf('/') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Every word that means something stands in here; most keys hold none of them. */
const telling = /im(?:age|g)|registry|hub|repo|name|tag|version|digest|sha/i;
const nothing: KeyRole = { kind: 'none', qualifier: '', speaksOfImages: false };
const nothingOfItsOwn: KeyRole = { ...nothing, isGeneric: true };

function roleOf(key: string): KeyRole {
  if (!telling.test(key)) return generic.has(key.toLowerCase()) ? nothingOfItsOwn : nothing;
  const words = wordsOf(key);
  const last = words.at(-1) ?? '';
  const speaksOfImages = words.some((word) => image.has(word)) && !words.includes('pull');
  const qualifier = (kept: readonly string[]): string => kept.filter((word) => !filling.has(word)).join(' ');
  if (speaksOfImages && naming.has(last)) return { kind: 'image', qualifier: qualifier(words.slice(0, -1)), speaksOfImages };
  const known = kinds.get(last);
  if (known === 'version' && speaksOfImages) return { kind: 'tag', qualifier: qualifier(words.slice(0, -1)), speaksOfImages };
  if (known && (speaksOfImages || !image.has(last)))
    return { kind: known, qualifier: qualifier(words.slice(0, -1)), speaksOfImages };
  return speaksOfImages ? { kind: 'mention', qualifier: qualifier(words), speaksOfImages } : nothing;
}
