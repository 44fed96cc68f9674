import { App } from 'aws-cdk-lib';
import { OrdersPipeline } from './orders-pipeline.ts';

new OrdersPipeline(new App(), 'OrdersPipeline', {
  env: { account: '111122223333', region: 'eu-west-1' },
  connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/11111111-2222-3333-4444-555555555555',
  owner: 'example',
  repo: 'orders',
});
