import { z } from 'zod';
import { expiryForms, parseExpiry } from '../../judge/triage/decisions/expiry.ts';
import { exceptionTypes, vexJustifications } from '../../model/triage-decision.ts';

const text = z.string().trim().min(1);
const texts = z.union([text, z.array(text).min(1)]);

const rested = z.strictObject({
  image: text.describe('Registry and repository of where the image comes from.'),
  user: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  packages: z.array(
    z.strictObject({
      package: text.describe('Purl without version.'),
      versions: z.array(text).optional(),
      layers: z.array(text).optional().describe('Digests of the layers that bring it.'),
    }),
  ),
});

/** One exception as people write it. */
export const exceptionSchema = z
  .strictObject({
    id: text
      .refine((id) => !id.startsWith('vex:'), 'ids of exceptions do not begin with `vex:`')
      .describe('Unique in the project.'),
    vulnerability: texts
      .optional()
      .describe('CVE or another id, or a list of them; every one of the packages where it is left out.'),
    package: texts.optional().describe('Purl or name, with or without version, `*` in it; every package where it is left out.'),
    images: texts
      .optional()
      .describe('References, digests, repositories, or patterns with `*`; every image where it is left out.'),
    paths: texts.optional().describe('Patterns of files in images that the package is in.'),
    states: z
      .array(z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']))
      .min(1)
      .optional()
      .describe('Fix states of findings that it is limited to.'),
    type: z.enum(exceptionTypes),
    owner: text.describe('Who decided, and is asked when it ends.'),
    reason: text,
    expires: text
      .refine((words) => parseExpiry(words) !== undefined, `write ${expiryForms}`)
      .describe(`When it ends: ${expiryForms}.`),
    justification: z.enum(vexJustifications).optional().describe('For false positives: what VEX documents say.'),
    restsOn: z.array(rested).optional().describe('Written by `plimsoll exceptions confirm`: what was so when it was decided.'),
  })
  .refine((entry) => entry.vulnerability !== undefined || entry.package !== undefined, {
    message: 'neither `vulnerability` nor `package` is here: an exception for everything is none',
  });

/** One exception of a check as people write it. */
export const checkExceptionSchema = z.strictObject({
  id: text.describe('Unique in the project.'),
  check: texts.describe('Id of a check, or a list of them: `plimsoll harden` names them.'),
  resources: texts.describe('`namespace/Kind/name`, or `Kind/name` in any namespace; `*` stands for anything but `/`.'),
  paths: texts.optional().describe('Patterns of paths in the resource; every path where it is left out.'),
  owner: text.describe('Who decided, and is asked when it ends.'),
  reason: text,
  expires: text
    .refine((words) => parseExpiry(words)?.kind === 'date', 'write a date (2026-12-31)')
    .describe('Its last day: a date (2026-12-31).'),
});

/** One exception of a check as people write it, checked. */
export type CheckExceptionDocument = z.infer<typeof checkExceptionSchema>;

/** A file of exceptions; the JSON Schema for editors is generated from it. */
export const exceptionsSchema = z
  .strictObject({
    exceptions: z.array(exceptionSchema).optional(),
    checks: z.array(checkExceptionSchema).optional().describe('Checks of `plimsoll harden` that resources may fail for now.'),
  })
  .refine((file) => file.exceptions !== undefined || file.checks !== undefined, {
    message: 'neither `exceptions` nor `checks` is here',
  });

/** One exception as people write it, checked. */
export type ExceptionDocument = z.infer<typeof exceptionSchema>;
