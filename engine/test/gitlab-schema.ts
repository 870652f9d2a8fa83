const text = { type: 'string', minLength: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$', minLength: 1 };
const program = {
  type: 'object',
  required: ['id', 'name', 'version', 'vendor'],
  properties: {
    id: text,
    name: { ...text, maxLength: 255 },
    url: { type: 'string', pattern: '^https?://.+' },
    version: text,
    vendor: { type: 'object', required: ['name'], properties: { name: text } },
  },
};
const detail = {
  type: 'object',
  required: ['name', 'type'],
  properties: { name: text, description: text },
  oneOf: [
    { properties: { type: { const: 'text' }, value: { type: 'string' } }, required: ['value'] },
    {
      properties: {
        type: { const: 'file-location' },
        file_name: text,
        line_start: { type: 'integer', minimum: 1 },
        line_end: { type: 'integer' },
      },
      required: ['file_name', 'line_start'],
    },
  ],
};

/**
 * The part of GitLab's container scanning report that Plimsoll writes, restated.
 *
 * source  GitLab, security-report-schemas 15.0.7, dist/container-scanning-report-format.json
 */
export const gitlabSchema = {
  type: 'object',
  required: ['scan', 'version', 'vulnerabilities'],
  properties: {
    version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    scan: {
      type: 'object',
      required: ['analyzer', 'end_time', 'scanner', 'start_time', 'status', 'type'],
      properties: {
        end_time: time,
        start_time: time,
        status: { enum: ['success', 'failure'] },
        type: { enum: ['container_scanning'] },
        analyzer: program,
        scanner: program,
        messages: {
          type: 'array',
          items: {
            type: 'object',
            required: ['level', 'value'],
            properties: { level: { enum: ['info', 'warn', 'fatal'] }, value: text },
          },
        },
      },
    },
    vulnerabilities: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'identifiers', 'location'],
        properties: {
          id: text,
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          solution: { type: 'string', maxLength: 7_000 },
          identifiers: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['type', 'name', 'value'],
              properties: {
                type: text,
                name: text,
                value: text,
                url: { type: 'string', format: 'uri', pattern: '^(https?|ftp)://.+' },
              },
            },
          },
          links: {
            type: 'array',
            items: {
              type: 'object',
              required: ['url'],
              properties: { url: { type: 'string', format: 'uri', pattern: '^(https?|ftp)://.+' } },
            },
          },
          details: { type: 'object', additionalProperties: detail },
          location: {
            type: 'object',
            required: ['dependency', 'operating_system', 'image'],
            properties: {
              dependency: {
                type: 'object',
                required: ['package', 'version'],
                properties: {
                  package: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
                  version: { type: 'string' },
                },
              },
              operating_system: text,
              image: { ...text, pattern: '^[^:]+(:\\d+[^:]*)?:[^:]+(:[^:]+)?$' },
            },
          },
        },
      },
    },
    remediations: { type: 'array' },
  },
} as const;
