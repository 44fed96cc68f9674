import { holdsAgainstRecordings } from './api-suite.ts';

holdsAgainstRecordings('CloudWatch API', (fileName) => fileName.startsWith('cloudwatch-'));
