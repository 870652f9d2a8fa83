import { isLicenseId } from '../spdx/license.ts';
import { any, flag, list, matching, type ObjectRule, object, type Rule, text, whole, word } from '../structure/rule.ts';
import { aggregates, componentTypes, dataFlows, hashAlgorithms, referenceTypes } from './words.ts';

const moment = matching(
  'a date and time',
  /^\s*\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})?\s*$/,
);
const reference = matching('a reference, which is never empty', /\S/);
const link = { ...reference, attribute: 'ref' } as const;
const license = { kind: 'text', expects: 'an id of the SPDX license list', accepts: isLicenseId } as const;

const attachment = object(
  { contentType: text, 'content-type': text, encoding: word(['base64']), content: text },
  { required: ['content'], content: 'content', attributes: ['content-type', 'contentType', 'encoding'] },
);

const hash = object(
  {
    alg: word(hashAlgorithms),
    content: matching(
      'a hash in hexadecimal',
      /^(?:[a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$/,
    ),
  },
  { required: ['alg', 'content'], content: 'content', attributes: ['alg'] },
);
const hashes = list(() => hash, 'hash');

const property = object({ name: text, value: text }, { required: ['name'], content: 'value', attributes: ['name'] });
const properties = list(() => property, 'property');

const acknowledgement = word(['declared', 'concluded']);
const licenseChoice = object(
  {
    license: object(
      { 'bom-ref': reference, acknowledgement, id: license, name: text, text: attachment, url: text, licensing: any, properties },
      { oneOf: [['id', 'name']], attributes: ['bom-ref', 'acknowledgement'] },
    ),
    expression: text,
    'expression-detailed': any,
    expressionDetails: any,
    'bom-ref': reference,
    acknowledgement,
  },
  {
    oneOf: [['license', 'expression', 'expression-detailed']],
    carrier: 'expression',
    attributes: ['bom-ref', 'acknowledgement'],
  },
);
const licenses = list(() => licenseChoice, ['license', 'expression', 'expression-detailed'], { wraps: true });

const externalReferences = list(
  () =>
    object(
      { type: word(referenceTypes), url: text, comment: text, hashes, properties },
      { required: ['type', 'url'], attributes: ['type'] },
    ),
  'reference',
);

const contact = object({ 'bom-ref': reference, name: text, email: text, phone: text }, { attributes: ['bom-ref'] });
const entity = object(
  {
    'bom-ref': reference,
    name: text,
    address: any,
    url: list(() => text, 'url', { bare: true }),
    contact: list(() => contact, 'contact', { bare: true }),
  },
  { attributes: ['bom-ref'] },
);

const swid = object(
  { tagId: text, name: text, version: text, tagVersion: whole, patch: flag, text: attachment, url: text },
  { required: ['tagId', 'name'], attributes: ['tagId', 'name', 'version', 'tagVersion', 'patch'] },
);

const issue = object(
  { type: word(['defect', 'enhancement', 'security']), id: text, name: text, description: text, source: any, references: any },
  { required: ['type'], attributes: ['type'] },
);
const patch = object(
  { type: word(['unofficial', 'monkey', 'backport', 'cherry-pick']), diff: any, resolves: list(() => issue, 'issue') },
  { required: ['type'], attributes: ['type'] },
);

/** A component, with those inside it. Fields stand in the order that the XML schema demands. */
const component: ObjectRule = object(
  {
    type: word(componentTypes),
    'mime-type': matching('a media type', /^[-+a-z0-9.]+\/[-+a-z0-9.]+$/),
    'bom-ref': reference,
    supplier: entity,
    manufacturer: entity,
    authors: list(() => contact, 'author'),
    author: text,
    publisher: text,
    group: text,
    name: text,
    version: text,
    versionRange: text,
    description: text,
    scope: word(['required', 'optional', 'excluded']),
    hashes,
    licenses,
    copyright: text,
    cpe: text,
    purl: text,
    omniborId: list(() => text, 'omniborId', { bare: true }),
    swhid: list(() => text, 'swhid', { bare: true }),
    swid,
    modified: flag,
    pedigree: object({
      ancestors: list(() => component, 'component'),
      descendants: list(() => component, 'component'),
      variants: list(() => component, 'component'),
      commits: any,
      patches: list(() => patch, 'patch'),
      notes: text,
    }),
    externalReferences,
    properties,
    components: list(() => component, 'component'),
    evidence: any,
    releaseNotes: any,
    modelCard: any,
    data: list(() => any, 'data', { bare: true }),
    cryptoProperties: any,
    tags: any,
  },
  { required: ['type', 'name'], attributes: ['type', 'mime-type', 'bom-ref'] },
);
const components = list(() => component, 'component');

const serviceData = object(
  { flow: word(dataFlows), name: text, description: text, classification: text, governance: any, source: any, destination: any },
  {
    required: ['flow', 'classification'],
    content: 'classification',
    carrier: 'classification',
    attributes: ['flow', 'name', 'description'],
  },
);
const service: ObjectRule = object(
  {
    'bom-ref': reference,
    provider: entity,
    group: text,
    name: text,
    version: text,
    description: text,
    endpoints: list(() => text, 'endpoint'),
    authenticated: flag,
    'x-trust-boundary': flag,
    data: list(() => serviceData, ['classification', 'dataflow']),
    licenses,
    externalReferences,
    properties,
    services: list(() => service, 'service'),
  },
  { required: ['name'], attributes: ['bom-ref'] },
);
const services = list(() => service, 'service');

const metadata = object(
  {
    timestamp: moment,
    lifecycles: list(
      () =>
        object(
          {
            phase: word(['design', 'pre-build', 'build', 'post-build', 'operations', 'discovery', 'decommission']),
            name: text,
            description: text,
          },
          { oneOf: [['phase', 'name']] },
        ),
      'lifecycle',
    ),
    // Up to 1.4 a list of tools, later one of components too.
    tools: { kind: 'any', written: object({ components }) },
    authors: list(() => contact, 'author'),
    component,
    manufacturer: entity,
    manufacture: entity,
    supplier: entity,
    licenses,
    properties,
    distributionConstraints: any,
  },
  { closed: true },
);

const dependency: ObjectRule = object(
  {
    ref: reference,
    dependsOn: list(() => link, 'dependency', { bare: true }),
    provides: list(() => link, 'provides', { bare: true }),
  },
  { required: ['ref'], attributes: ['ref'] },
);

const referred = (item: string) => list(() => link, item);

const composition = object(
  {
    'bom-ref': reference,
    aggregate: word(aggregates),
    assemblies: referred('assembly'),
    dependencies: referred('dependency'),
    vulnerabilities: referred('vulnerability'),
  },
  { required: ['aggregate'], attributes: ['bom-ref'] },
);

const annotation = object(
  {
    'bom-ref': reference,
    subjects: referred('subject'),
    annotator: object(
      { organization: entity, individual: contact, component, service },
      { oneOf: [['organization', 'individual', 'component', 'service']] },
    ),
    timestamp: moment,
    text,
  },
  { required: ['subjects', 'annotator', 'timestamp', 'text'], attributes: ['bom-ref'] },
);

const citation = object(
  {
    'bom-ref': reference,
    pointers: list(() => text, 'pointer'),
    expressions: list(() => text, 'expression'),
    timestamp: moment,
    attributedTo: reference,
    process: reference,
    note: text,
  },
  {
    required: ['timestamp'],
    anyOf: [['attributedTo', 'process']],
    oneOf: [['pointers', 'expressions']],
    attributes: ['bom-ref'],
  },
);

/**
 * What a CycloneDX document looks like, JSON and XML alike: which fields there are, in the order of the XML schema, and which values
 * they take. What Plimsoll neither reads nor writes is any value.
 *
 * source  CycloneDX 1.2 to 1.7, JSON Schema and XSD
 */
export const bom: ObjectRule = object(
  {
    $schema: any,
    bomFormat: word(['CycloneDX']),
    specVersion: text,
    serialNumber: matching('a UUID as `urn:uuid:`', /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
    version: whole,
    metadata,
    components,
    services,
    externalReferences,
    dependencies: list(() => dependency, 'dependency'),
    compositions: list(() => composition, 'composition'),
    properties,
    vulnerabilities: any,
    annotations: list(() => annotation, 'annotation'),
    formulation: any,
    declarations: any,
    definitions: any,
    citations: list(() => citation, 'citation'),
    signature: any,
  } satisfies Readonly<Record<string, Rule>>,
  { attributes: ['serialNumber', 'version'], closed: true },
);
