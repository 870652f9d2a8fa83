import type { DeclaredImage } from '../../../model/inventory.ts';
import type { Mission, Prevalence, TriageTable, WellBeing } from '../../../model/triage.ts';
import type { Answer } from './judge-exploitation.ts';

/**
 * Mission and well-being together.
 *
 * source  CISA SSVC guide, table "Mission & Well-being"; CERTCC/SSVC, data/csvs/mission-and-well-being_v1.csv
 */
const missions: Readonly<Record<Prevalence, Readonly<Record<WellBeing, Mission>>>> = {
  minimal: { minimal: 'low', material: 'medium', irreversible: 'high' },
  support: { minimal: 'medium', material: 'medium', irreversible: 'high' },
  essential: { minimal: 'high', material: 'high', irreversible: 'high' },
};

/** How much an image matters, by its tier and plane; one that no manifest declares matters most. */
export function judgeMission(
  image: Pick<DeclaredImage, 'tier' | 'plane'> | undefined,
  { prevalence, wellBeing }: Pick<TriageTable, 'prevalence' | 'wellBeing'>,
): Answer<Mission> {
  if (!image) return { value: 'high', because: 'Its mission is taken as high: no manifest declares the image.' };
  const { tier, plane } = image;
  const people = plane !== undefined && Object.hasOwn(wellBeing, plane) ? wellBeing[plane] : undefined;
  const value = missions[prevalence[tier]][people ?? 'minimal'];
  return { value, because: `Its mission is ${value}: tier ${tier}${plane === undefined ? '' : `, ${plane}`}.` };
}
