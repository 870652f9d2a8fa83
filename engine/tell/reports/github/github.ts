import { severities } from '../../../model/severity.ts';
import { sumOf } from '../describe.ts';
import { firstOccurrence } from '../finding-places.ts';
import { type Annotation, annotationCommand } from '../github-commands.ts';
import type { ImageFigures, Renderer, Report } from '../report.ts';

/**
 * Annotations of GitHub Actions: one for each image with findings or that was not read, at the line that states it, worst first.
 *
 * out     GitHub shows ten errors and ten warnings of a step
 */
export const github = Object.freeze<Renderer>({
  id: 'github',
  render: (report) => toAnnotations(report).map(annotationCommand).join(''),
});

function toAnnotations({ release, images }: Report): readonly Annotation[] {
  const declared = new Map(release.inventory.images.map((image) => [image.reference, image]));
  return images
    .filter(({ findings, status }) => sumOf(findings) > 0 || status !== 'read')
    .map((figures) => {
      const image = declared.get(figures.reference);
      const place = image && firstOccurrence(image);
      return { ...toAnnotation(figures), ...(place && { file: place.file, line: place.line }) };
    });
}

function toAnnotation(figures: ImageFigures): Annotation {
  const { reference, status, findings, fixable, owners } = figures;
  const named = severities.filter((severity) => findings[severity] > 0).map((severity) => `${findings[severity]} ${severity}`);
  const counts = named.length > 0 ? `${named.join(', ')}; ${sumOf(fixable)} with a fix.` : '';
  const unread = status === 'read' ? '' : `It was not read to the end (${status}), so that there may be more.`;
  const owned = owners.length > 0 ? `Owned by ${owners.join(', ')}.` : '';
  return { level: levelOf(figures), title: reference, message: [counts, unread, owned].filter(Boolean).join(' ') };
}

function levelOf({ findings, status }: ImageFigures): Annotation['level'] {
  if (findings.CRITICAL + findings.HIGH > 0) return 'error';
  return findings.MEDIUM + findings.UNKNOWN > 0 || status !== 'read' ? 'warning' : 'notice';
}
