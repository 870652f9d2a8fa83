import { type Priority, priorities } from '../../../model/priority.ts';
import { type DecisionRow, exploitations, missions, type TriageTable, technicalImpacts } from '../../../model/triage.ts';

/**
 * The outcomes of CISA's tree, one line for each exploitation and each answer to "can it be automated"; in a line the three missions of a
 * partial impact, low to high, then those of a total one.
 *
 * source  CISA Coordinator 2.0.3: CERTCC/SSVC, data/csv/cisa/cisa_coordinator_2_0_3.csv; "CISA Stakeholder-Specific Vulnerability
 *         Categorization Guide", 2022
 */
const outcomes = `
none   no   track  track  track   track  track  track*
none   yes  track  track  attend  track  track  attend
poc    no   track  track  track*  track  track* attend
poc    yes  track  track  attend  track  track* attend
active no   track  track  attend  track  attend act
active yes  attend attend act     attend act    act
`;

/**
 * How a finding is triaged where the project says nothing else.
 *
 * The table is CISA's. What stands around it is ours: EPSS from 0.1 on stands for a public exploit, and never for attacks that were seen;
 * tiers and planes for CISA's two questions about mission; four adjustments.
 */
export const cisaTable: TriageTable = {
  title: "CISA's table",
  source: 'https://www.cisa.gov/stakeholder-specific-vulnerability-categorization-ssvc, CISA Coordinator 2.0.3',
  rows: toRows(outcomes),
  epss: { poc: 0.1 },
  prevalence: { core: 'essential', 'add-on': 'support', optional: 'minimal', example: 'minimal', test: 'minimal' },
  wellBeing: { 'control-plane': 'material', 'user-access': 'material' },
  adjustments: [
    {
      steps: 1,
      exposure: ['exposed'],
      privilege: ['host', 'root'],
      technicalImpact: ['total'],
      because: 'since it is open to the outside, with privileges',
    },
    {
      steps: 2,
      severity: ['CRITICAL'],
      exposure: ['exposed'],
      privilege: ['host', 'root'],
      rights: ['cluster', 'secrets'],
      fix: ['fixed'],
      because: 'since it is critical, has a fix, and gives who uses it an account that reads Secrets',
    },
    { steps: -1, exposure: ['not-exposed'], exploitation: ['none', 'poc'], because: 'since nothing from outside leads to it' },
    {
      steps: -1,
      fix: ['not-fixed', 'wont-fix', 'unknown'],
      exploitation: ['none', 'poc'],
      because: 'since there is no fix to install',
    },
  ],
};

function toRows(text: string): readonly DecisionRow[] {
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [stated = '', automatable, ...words] = line.split(/\s+/);
      const exploitation = exploitations.find((each) => each === stated) ?? 'none';
      const points = technicalImpacts.flatMap((technicalImpact) => missions.map((mission) => ({ technicalImpact, mission })));
      return points.map((point, index) => ({
        exploitation,
        automatable: automatable === 'yes',
        ...point,
        priority: priorityOf(words[index]),
      }));
    });
}

/** CISA writes `track*` for what is to be watched closely. */
function priorityOf(word: string | undefined): Priority {
  return word === 'track*' ? 'track-closely' : (priorities.find((priority) => priority === word) ?? 'track');
}
