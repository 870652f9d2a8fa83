import type { Finding } from '../../../model/finding.ts';
import { csvText } from '../csv-text.ts';
import { createPlaces, type FindPlace } from '../finding-places.ts';
import { packageTitle } from '../package-title.ts';
import type { Renderer } from '../report.ts';
import { statedScore } from '../severity-score.ts';

type Row = Finding & { readonly place: ReturnType<FindPlace> };

/** Every column with what stands in it. */
const columns: Readonly<Record<string, (row: Row) => string | number>> = {
  image: ({ image }) => image,
  digest: ({ place }) => place.image?.digest ?? '',
  platform: ({ platform }) => platform,
  components: ({ place }) => place.declared?.components.join(' ') ?? '',
  owners: ({ place }) => place.declared?.owners.join(' ') ?? '',
  tier: ({ place }) => place.declared?.tier ?? '',
  vulnerability: ({ vulnerability }) => vulnerability,
  aliases: ({ aliases }) => aliases.join(' '),
  severity: ({ severity }) => severity,
  severity_by: ({ severityBy }) => severityBy ?? '',
  score: ({ severities, severityBy }) => scoreOf(severities.filter(({ source }) => source === severityBy)),
  vector: ({ severities, severityBy }) => severities.find(({ source }) => source === severityBy)?.vector ?? '',
  package: ({ purl }) => packageTitle(purl).name,
  version: ({ purl }) => packageTitle(purl).version,
  purl: ({ purl }) => purl,
  state: ({ state }) => state,
  fixed_in: ({ fixedIn }) => fixedIn.join(' '),
  priority: ({ priority }) => priority ?? '',
  why: ({ why = [] }) => why.join(' '),
  known_exploited: ({ kev }) => (kev ? 'yes' : 'no'),
  epss: ({ epss }) => epss ?? '',
  published: ({ publishedAt }) => publishedAt ?? '',
  from_base: ({ fromBase }) => (fromBase ? 'yes' : 'no'),
  suppressed_by: ({ suppressedBy }) => suppressedBy ?? '',
  found_in: ({ places }) => places.map(({ path }) => path).join(' '),
  file: ({ place }) => place.occurrence?.file ?? '',
  line: ({ place }) => place.occurrence?.line ?? '',
  sources: ({ sources }) => sources.join(' '),
};

/**
 * One row for each finding, suppressed ones among them.
 *
 * source  RFC 4180; texts that would be formulas are escaped
 */
export const csv = Object.freeze<Renderer>({
  id: 'csv',
  render: ({ release }) => {
    const findPlace = createPlaces(release);
    const rows = release.findings.map((finding) => {
      const row = { ...finding, place: findPlace(finding) };
      return Object.values(columns).map((cellOf) => cellOf(row));
    });
    return csvText([Object.keys(columns), ...rows]);
  },
});

function scoreOf([statement]: Finding['severities']): number | string {
  return (statement && statedScore(statement)) ?? '';
}
