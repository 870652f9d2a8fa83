/* Words of CycloneDX 1.7, whose lists hold those of every earlier version; source: its JSON Schema. */

/** What a component may be. */
export const componentTypes = [
  'application',
  'framework',
  'library',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
] as const;

/** Algorithms of hashes. */
export const hashAlgorithms = [
  'MD5',
  'SHA-1',
  'SHA-256',
  'SHA-384',
  'SHA-512',
  'SHA3-256',
  'SHA3-384',
  'SHA3-512',
  'BLAKE2b-256',
  'BLAKE2b-384',
  'BLAKE2b-512',
  'BLAKE3',
  'Streebog-256',
  'Streebog-512',
] as const;

/** How complete what is listed may be. */
export const aggregates = [
  'complete',
  'incomplete',
  'incomplete_first_party_only',
  'incomplete_first_party_proprietary_only',
  'incomplete_first_party_opensource_only',
  'incomplete_third_party_only',
  'incomplete_third_party_proprietary_only',
  'incomplete_third_party_opensource_only',
  'unknown',
  'not_specified',
] as const;

/** Which way data of a service flows. */
export const dataFlows = ['inbound', 'outbound', 'bi-directional', 'unknown'] as const;

/** What a component may refer to. */
export const referenceTypes = [
  'vcs',
  'issue-tracker',
  'website',
  'advisories',
  'bom',
  'mailing-list',
  'social',
  'chat',
  'documentation',
  'support',
  'source-distribution',
  'distribution',
  'distribution-intake',
  'license',
  'build-meta',
  'build-system',
  'release-notes',
  'security-contact',
  'model-card',
  'log',
  'configuration',
  'evidence',
  'formulation',
  'attestation',
  'threat-model',
  'adversary-model',
  'risk-assessment',
  'vulnerability-assertion',
  'exploitability-statement',
  'pentest-report',
  'static-analysis-report',
  'dynamic-analysis-report',
  'runtime-analysis-report',
  'component-analysis-report',
  'maturity-report',
  'certification-report',
  'codified-infrastructure',
  'quality-metrics',
  'poam',
  'electronic-signature',
  'digital-signature',
  'rfc-9116',
  'patent',
  'patent-family',
  'patent-assertion',
  'citation',
  'other',
] as const;
