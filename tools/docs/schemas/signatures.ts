import { z } from 'zod';
import { signatureStates } from '../../../engine/model/signatures.ts';

const count = z.int().min(0);
const text = z.string();

const signer = z.union([
  z.strictObject({ kind: z.literal('key'), key: text.describe('The file.'), fingerprint: text }),
  z.strictObject({ kind: z.literal('identity'), issuer: text, subject: text }),
]);

const content = z.strictObject({
  kind: z.enum(['signature', 'attestation']),
  digests: z.array(text).describe('Of the images that it speaks of.'),
  reference: text.optional(),
  predicateType: text.optional(),
  builder: text.optional(),
  source: text.optional(),
});

const signature = z.strictObject({
  artifact: text.describe('Digest of the artifact that holds it.'),
  subject: text.describe("Digest that it is attached to: the image's manifest, or its index."),
  form: z.enum(['simple-signing', 'dsse', 'bundle', 'other']),
  kind: z.enum(['signature', 'attestation']),
  state: z.enum(['verified', 'unverified', 'invalid', 'unknown']),
  because: text,
  signer: signer.nullable().describe('Of a verified one.'),
  signedAt: text.nullable().describe('When a log or a timestamp authority saw it; null where nobody trusted says.'),
  content: content.nullable().describe('What it says, whoever says it.'),
});

/** `plimsoll verify --format json`. */
export const signaturesSchema = z.strictObject({
  schema: z.literal('plimsoll.signatures/v1'),
  product: text,
  version: text,
  counts: z.record(z.enum(signatureStates), count).describe('Images by state; they sum to the images.'),
  accepted: count,
  images: z.array(
    z.strictObject({
      image: text,
      platform: text,
      digest: text.nullable(),
      indexDigest: text.nullable(),
      state: z.enum(signatureStates),
      because: text,
      rule: text
        .nullable()
        .describe('The pattern that covers it; null where none does, and a signature is demanded all the same.'),
      accepted: z.boolean(),
      missing: z.array(text),
      signatures: z.array(signature),
    }),
  ),
});
