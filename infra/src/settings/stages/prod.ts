import type { StageSettingsInput } from '../stage-settings.ts';

/** Every task twice or more where calls wait for it; all data stays when a stack is deleted. */
export const prod: StageSettingsInput = {
  prefix: 'calls-prod',
  region: 'eu-west-1',
  registryFile: 'config/registry.yaml',
  data: { retain: true, accessLogDays: 365, readers: {} },
  network: {
    vpcCidr: '10.30.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    natGateways: 2,
    flowLogDays: 90,
  },
  services: {
    imageVersion: '0.1.0',
    architecture: 'ARM64',
    containerInsights: true,
    logLevel: 'info',
    logDays: 90,
    ocp: {
      baseUrl: 'https://ocp.example.com',
      maxRequests: 100,
      periodSeconds: 60,
      timeoutMs: 30_000,
      downloadHosts: [],
      privateHosts: [],
    },
    ingestionApi: {
      certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
      allowedCidrs: ['10.0.0.0/8'],
      deletionProtection: true,
      accessLogDays: 90,
      size: { cpu: 1_024, memoryMiB: 2_048 },
      tasks: { min: 2, max: 10 },
      requestsPerTaskAndMinute: 600,
      uploadTimeoutSeconds: 3_600,
      drainSeconds: 300,
    },
    reconcilerWorker: {
      size: { cpu: 256, memoryMiB: 512 },
      concurrency: 5,
      backlogPerTask: 20,
      tasks: { high: { min: 1, max: 10 }, normal: { min: 1, max: 5 }, low: { min: 1, max: 2 } },
      callbackHosts: [],
    },
    downloader: {
      size: { cpu: 512, memoryMiB: 1_024 },
      concurrency: 5,
      backlogPerTask: 100,
      tasks: { min: 1, max: 10 },
      secondsPerDownload: 15,
    },
    archiver: {
      size: { cpu: 256, memoryMiB: 512 },
      tasks: { min: 1, max: 2 },
      backlogPerTask: 10_000,
      analytics: false,
    },
    pooler: {
      size: { cpu: 256, memoryMiB: 512 },
      cronExpression: '0 */15 * * * *',
      timezone: 'UTC',
      enabled: true,
    },
  },
};
