import { listAt, memberAt, objectsAt, textAt, textsAt } from '../../json/members.ts';
import { type CsafFlaw, type CsafTest, groupsOf, productsOf, vulnerabilitiesOf } from './csaf-flaw.ts';

const profiles = ['csaf_security_incident_response', 'csaf_informational_advisory', 'csaf_security_advisory', 'csaf_vex'];

/** What the profile of a document asks for (6.1.15, 6.1.26, 6.1.27.1 to 6.1.27.11, 6.1.28). */
export const checkProfile: CsafTest = (document) => {
  const category = textAt(document, 'document', 'category') ?? '';
  const flaw = (test: string, at: string, detail: string): CsafFlaw => ({ test, at, detail });
  const has = (name: string) => listAt(document, name).length > 0;
  return [
    ...checkPublisher(document),
    ...(isProhibited(category)
      ? [flaw('6.1.26', 'document.category', `is ${category}, which could be taken for a profile`)]
      : []),
    ...(category.endsWith('_response') || category === 'csaf_informational_advisory' ? checkInformation(document) : []),
    ...(category === 'csaf_informational_advisory' && has('vulnerabilities')
      ? [flaw('6.1.27.3', 'vulnerabilities', 'stand in an informational advisory')]
      : []),
    ...(category === 'csaf_security_advisory' || category === 'csaf_vex' ? checkAdvisory(document, category) : []),
    ...(category === 'csaf_vex' ? checkVex(document) : []),
  ];
};

function checkPublisher(document: unknown): readonly CsafFlaw[] {
  const [lang, source] = [textAt(document, 'document', 'lang'), textAt(document, 'document', 'source_lang')];
  const isTranslator = textAt(document, 'document', 'publisher', 'category') === 'translator';
  return [
    ...(isTranslator && source === undefined
      ? [{ test: '6.1.15', at: 'document', detail: 'is a translation without source_lang' }]
      : []),
    ...(source !== undefined && source === lang
      ? [{ test: '6.1.28', at: 'document', detail: `is translated from ${source} to ${lang}` }]
      : []),
  ];
}

function isProhibited(category: string): boolean {
  if (category === 'csaf_base' || profiles.includes(category)) return false;
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const names = [...profiles, 'csaf_base'].flatMap((name) => [plain(name), plain(name.slice('csaf_'.length))]);
  return /^csaf_/i.test(category) || names.filter((name) => name !== 'base').includes(plain(category));
}

function checkInformation(document: unknown): readonly CsafFlaw[] {
  const notes = objectsAt(document, 'document', 'notes').map((note) => textAt(note, 'category') ?? '');
  const references = objectsAt(document, 'document', 'references').map((one) => textAt(one, 'category') ?? 'external');
  return [
    ...(notes.some((word) => ['description', 'details', 'general', 'summary'].includes(word))
      ? []
      : [{ test: '6.1.27.1', at: 'document.notes', detail: 'tell nothing' }]),
    ...(references.includes('external') ? [] : [{ test: '6.1.27.2', at: 'document.references', detail: 'lead nowhere' }]),
  ];
}

function checkAdvisory(document: unknown, category: string): readonly CsafFlaw[] {
  const all = vulnerabilitiesOf(document);
  const isFull = category === 'csaf_security_advisory';
  return [
    ...(memberAt(document, 'product_tree') === undefined
      ? [{ test: '6.1.27.4', at: 'product_tree', detail: 'is not there' }]
      : []),
    ...all.flatMap(({ at, value }) => [
      ...(listAt(value, 'notes').length === 0 ? [{ test: '6.1.27.5', at, detail: 'has no note' }] : []),
      ...(isFull && memberAt(value, 'product_status') === undefined
        ? [{ test: '6.1.27.6', at, detail: 'has no product status' }]
        : []),
    ]),
    ...(all.length === 0 ? [{ test: '6.1.27.11', at: 'vulnerabilities', detail: 'are not there' }] : []),
  ];
}

const vexStatuses = ['fixed', 'known_affected', 'known_not_affected', 'under_investigation'];

function checkVex(document: unknown): readonly CsafFlaw[] {
  const groups = groupsOf(document);
  return vulnerabilitiesOf(document).flatMap(({ at, value }) => {
    const status = memberAt(value, 'product_status');
    const named = (items: readonly unknown[]) => new Set(items.flatMap((item) => productsOf(item, groups)));
    const impacts = objectsAt(value, 'threats').filter((threat) => textAt(threat, 'category') === 'impact');
    const explained = named([...objectsAt(value, 'flags'), ...impacts]);
    const remedied = named(objectsAt(value, 'remediations'));
    return [
      ...(vexStatuses.some((word) => textsAt(status, word).length > 0)
        ? []
        : [{ test: '6.1.27.7', at, detail: 'has no status of VEX' }]),
      ...(textAt(value, 'cve') === undefined && listAt(value, 'ids').length === 0
        ? [{ test: '6.1.27.8', at, detail: 'has neither CVE nor id' }]
        : []),
      ...textsAt(status, 'known_not_affected')
        .filter((product) => !explained.has(product))
        .map((product) => ({ test: '6.1.27.9', at, detail: `does not say why ${product} is not affected` })),
      ...textsAt(status, 'known_affected')
        .filter((product) => !remedied.has(product))
        .map((product) => ({ test: '6.1.27.10', at, detail: `does not say what to do about ${product}` })),
    ];
  });
}
