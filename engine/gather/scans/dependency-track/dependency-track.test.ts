import { testReportFormat } from '../../../test/test-report-format.ts';
import { dependencyTrack } from './dependency-track.ts';

testReportFormat(dependencyTrack, import.meta.dirname);
