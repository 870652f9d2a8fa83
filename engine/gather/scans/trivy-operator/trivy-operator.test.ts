import { testReportFormat } from '../../../test/test-report-format.ts';
import { trivyOperator } from './trivy-operator.ts';

testReportFormat(trivyOperator, import.meta.dirname);
