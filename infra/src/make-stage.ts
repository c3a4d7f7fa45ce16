import type { App } from 'aws-cdk-lib';
import { makeAlarmsStack } from './alarms/make-alarms-stack.ts';
import { makeDataStack } from './data/make-data-stack.ts';
import { makeNetworkStack } from './network/make-network-stack.ts';
import { makeImagesStack } from './services/make-images-stack.ts';
import { makeServicesStack } from './services/make-services-stack.ts';
import type { Stage } from './settings/load-stage.ts';

/** Makes the stacks of one stage. Each knows only those above it. */
export const makeStage = (app: App, stage: Stage): void => {
  const { prefix, account, region, linesOfBusiness } = stage;
  const { retain } = stage.data;
  const common = { prefix, env: { account, region }, terminationProtection: retain };
  const data = makeDataStack(app, `${prefix}-data`, { ...common, linesOfBusiness, data: stage.data });
  const network = makeNetworkStack(app, `${prefix}-network`, { ...common, retain, network: stage.network });
  const images = makeImagesStack(app, `${prefix}-images`, { ...common, retain });
  makeServicesStack(app, `${prefix}-services`, {
    ...common,
    retain,
    network,
    images,
    data,
    services: stage.services,
  });
  makeAlarmsStack(app, `${prefix}-alarms`, common);
};
