import { z } from 'zod';
import type { AttestationDemand, IdentityDemand, SignaturePolicy, TextDemand } from '../../model/signatures.ts';

const file = z.string().min(1).describe("Relative to the configuration's folder.");
const text = z.string().min(1);
const expression = text.max(500).refine(isExpression, 'write a regular expression; it has to fit the whole text');

const identity = z
  .strictObject({
    issuer: text.optional().describe('Who vouches for the identity: https://token.actions.githubusercontent.com.'),
    issuerRegexp: expression.optional(),
    subject: text.optional().describe('Whom the certificate names: an address of mail, or of a workflow.'),
    subjectRegexp: expression.optional(),
  })
  .refine(
    ({ issuer, issuerRegexp }) => (issuer === undefined) !== (issuerRegexp === undefined),
    'write `issuer` or `issuerRegexp`',
  )
  .refine(
    ({ subject, subjectRegexp }) => (subject === undefined) !== (subjectRegexp === undefined),
    'write `subject` or `subjectRegexp`',
  );

const attestation = z.strictObject({
  type: text.describe('slsaprovenance, spdx, cyclonedx, vuln, or the address of a predicate type.'),
  builder: text.optional().describe('Of SLSA provenance: the id of who built it; `*` and `**` stand for anything.'),
  source: text.optional().describe('Of SLSA provenance: the repository that it was built from; `*` and `**` stand for anything.'),
});

const rule = z.strictObject({
  images: z
    .union([text, z.array(text).min(1)])
    .describe('Registry and repository, `registry.example/ours/**`; `*` within a part, `**` over parts.'),
  require: z.enum(['signature', 'nothing']).default('signature').describe('`nothing` lets these images through as they are.'),
  keys: z.array(file).default([]).describe('Files with public keys in PEM form; one of them has to have signed.'),
  identities: z.array(identity).default([]).describe('Who may sign with a certificate; one of them has to have.'),
  reference: z.boolean().default(false).describe('Whether the signature has to name the repository of the image too.'),
  attestations: z.array(attestation).default([]).describe('What has to be attested by whoever may sign.'),
});

/** `signatures`: whose signatures of images count. */
export const signaturesSchema = z
  .strictObject({
    trustedRoot: file.optional().describe('A trusted_root.json: authorities and logs that vouch for identities.'),
    rules: z.array(rule).default([]).describe('The first rule that covers an image counts; what none covers has to be signed.'),
  })
  .describe('Whose signatures of images count, for `plimsoll verify`.');

/** From what people write to the policy that images are judged by. */
export function toSignaturePolicy({ trustedRoot, rules }: z.infer<typeof signaturesSchema>): SignaturePolicy {
  return {
    ...(trustedRoot !== undefined && { trustedRoot }),
    rules: rules.map(({ images, require, identities, attestations, ...rest }) => ({
      ...rest,
      images: [images].flat(),
      demanded: require === 'signature',
      identities: identities.map(toIdentity),
      attestations: attestations as readonly AttestationDemand[],
    })),
  };
}

function toIdentity({ issuer, issuerRegexp, subject, subjectRegexp }: z.infer<typeof identity>): IdentityDemand {
  return { issuer: toDemand(issuer, issuerRegexp), subject: toDemand(subject, subjectRegexp) };
}

function toDemand(exact: string | undefined, pattern = ''): TextDemand {
  return exact === undefined ? { text: pattern, isPattern: true } : { text: exact, isPattern: false };
}

/** Whether a text is a regular expression. */
export function isExpression(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`) instanceof RegExp;
  } catch {
    return false;
  }
}
