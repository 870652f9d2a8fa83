import { testReportFormat } from '../../../test/test-report-format.ts';
import { kubescape } from './kubescape.ts';

testReportFormat(kubescape, import.meta.dirname);
