import { z } from 'zod';

const caller = z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'write NAMESPACE/NAME, or NAMESPACE/* for all of a namespace');

/** `tenancy` in `plimsoll.yaml`: what manifests cannot say of who may use whose data. */
export const tenancySchema = z
  .strictObject({
    parameters: z
      .array(
        z.strictObject({
          service: z
            .string()
            .regex(/^[^/\s]+\/[^/\s]+$/, 'write NAMESPACE/NAME of a Service')
            .describe('The Service whose requests name a tenant: NAMESPACE/NAME.'),
          parameter: z.string().min(1).describe('The parameter that says whose data a request is about.'),
          in: z.enum(['query', 'path', 'header', 'body']).default('query').describe('Where it stands in a request.'),
          allowed: z.array(caller).default([]).describe('Accounts or workloads that may set it; NAMESPACE/* for a namespace.'),
          checks: z
            .enum(['subject-access-review', 'own'])
            .optional()
            .describe('How the service itself checks that who calls may use the tenant; left out where it does not.'),
        }),
      )
      .default([])
      .describe('APIs that take the tenant from a parameter.'),
    stores: z
      .array(
        z.strictObject({
          image: z.string().min(1).describe('Registry and repository of an image of your own.'),
          product: z.string().min(1).describe('What it is: minio, mysql, redis …'),
        }),
      )
      .default([])
      .describe('Images of your own that are stores which Plimsoll knows.'),
  })
  .optional()
  .describe('What tenants share, for `plimsoll tenancy`.');

/** `tenancy` as people write it, with defaults filled in. */
export type TenancyDocument = z.infer<typeof tenancySchema>;
