import type { Field, Place } from './field.ts';
import type { Search } from './search.ts';
import { formOf, objectionTo, type TextForm } from './text-form.ts';

/** Longer texts are documents or prose; a reference has at most 800 characters. */
const maxCharacters = 800;
/** A template or a variable, which may hold spaces and commas; not an object in JSON. */
const unresolved = /^(?:[^[{]*|\{\{.*)(?:\{\{|\}\}|\$[({])/;
/** Keys under which labels stand, with their values after a colon. */
const labelKey = /(?:selector|toleration|taint|affinity|label)s?$/i;
/**
 * What Kubernetes keeps for its labels; its registries are called otherwise.
 *
 * source  https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const labelDomain = /^(?:k8s\.io|(?:[\w.-]+\.)?kubernetes\.io)\//;
/** Of a scheme that a build knows, such as ko, which puts an image in its place. */
const address = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i;
const built =
  'is no image but an address that a build replaces; read the manifests that are released, or state the image in `extraImages`';
const unnamed = 'Nothing around it says that it is an image.';

/**
 * Decides whether one text states an image, by its form and by what its key says.
 *
 * out     whether it was decided; false for texts that may be documents, scripts or prose
 */
export function judgeField(search: Search, place: Place, field: Field): boolean {
  const { text, role } = field;
  if (text.length > maxCharacters || text.includes('\n')) return false;
  if (role.kind === 'image' && unresolved.test(text)) {
    search.reject(place, text, objectionTo(text) ?? unnamed, field.path);
    return true;
  }
  if (/\s/.test(text.trim())) {
    const isAlmost = role.kind === 'image' && place.isContainer;
    if (isAlmost) search.reject(place, text, objectionTo(text) ?? unnamed, field.path);
    return isAlmost;
  }
  if (role.kind === 'image') return judgeNamed(search, place, field);
  if (!/[/:@]/.test(text)) return false;
  const form = formOf(text);
  if (!form) return false;
  if (!isLabel(field) && (role.kind === 'mention' ? isPlausible(form) : isUnmistakable(form))) {
    search.find(place, { text, certainty: 'likely', path: field.path });
    return true;
  }
  if (form.isPinned) search.reject(place, text, objectionTo(text) ?? whyNot(place, field, form), field.path);
  return form.isPinned;
}

/** The key says that it is an image, or several with commas between. */
function judgeNamed(search: Search, place: Place, field: Field): boolean {
  const texts = field.text.split(',').filter(Boolean);
  for (const text of texts.map((each) => each.trim())) {
    const objection = objectionTo(text);
    if (objection) {
      search.reject(place, text, objection, field.path);
      if (place.isContainer && address.test(text)) search.miss(place, 'reference-incomplete', `${text} ${built}`);
    } else {
      const form = formOf(text);
      const isCertain = place.isContainer || form?.hasPath || form?.isPinned;
      search.find(place, { text, certainty: isCertain ? 'certain' : 'likely', path: field.path });
    }
  }
  return texts.length > 0;
}

/** Enough where the key speaks of images without saying that this is one. */
function isPlausible(form: TextForm): boolean {
  return isUnmistakable(form) || (form.hasPath && (form.isPinned || form.hasRegistry));
}

/** Enough where nothing speaks of images: a digest, or a registry, a path and a tag. */
function isUnmistakable(form: TextForm): boolean {
  return form.reference.digest !== undefined || (form.hasRegistry && form.hasPath && form.isPinned && !form.isPort);
}

function isLabel({ name, text }: Field): boolean {
  return labelKey.test(name) || labelDomain.test(text);
}

function whyNot(place: Place, field: Field, form: TextForm): string {
  if (place.from.identity.apiVersion.startsWith('rbac.authorization.k8s.io/')) return 'A name in access rules.';
  if (/icon|logo/i.test(field.name)) return 'The name of a picture.';
  if (isLabel(field)) return 'A label and its value.';
  return form.isPort && !form.hasPath ? 'A host and a port.' : unnamed;
}
