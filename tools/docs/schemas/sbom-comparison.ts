import { z } from 'zod';

const item = z.strictObject({ type: z.string(), name: z.string(), version: z.string(), purl: z.string() });
const versions = z.array(z.string());

/** `plimsoll compare-sbom --format json`. */
export const sbomComparisonSchema = z.strictObject({
  schema: z.literal('plimsoll.sbom-comparison/v1'),
  images: z.array(
    z.strictObject({
      reference: z.string(),
      platform: z.string(),
      sboms: z.array(
        z.strictObject({
          source: z.string().describe('The file, or `attached:DIGEST`.'),
          same: z.int().min(0).describe('Packages that both have in the same version.'),
          onlyOurs: z.array(item),
          onlyTheirs: z.array(item),
          versionDiffers: z.array(z.strictObject({ type: z.string(), name: z.string(), ours: versions, theirs: versions })),
        }),
      ),
    }),
  ),
});
