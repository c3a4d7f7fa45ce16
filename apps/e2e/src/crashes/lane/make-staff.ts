import type { ServiceProcess } from '@recordings/test-kit';
import { SERVICES, type Service } from '../points/crash-point.ts';
import { endProcess, isAlive } from './processes.ts';

/** One process of each service. One service at a time is mortal: it may be killed. */
export type Staff = {
  mortal(): Service | undefined;
  /** Starts what does not run of the other services, and ends the process of this one. */
  prepare(service: Service): Promise<void>;
  /** Starts a process of the prepared service. */
  startProcess(): ServiceProcess;
  /** Where a service answers requests now. */
  urlOf(service: 'ingestion-api' | 'pooler'): Promise<string>;
  /** @throws {Error} if a process of another service has ended. */
  expectOthersAlive(): void;
  /** Kills all. Resolves when they have ended. */
  kill(): Promise<void>;
};

export type StaffDeps = {
  readonly startOther: (name: Service) => ServiceProcess;
  readonly startMortal: (name: Service) => ServiceProcess;
};

export const makeStaff = ({ startOther, startMortal }: StaffDeps): Staff => {
  const processes = new Map<Service, ServiceProcess>();
  let mortal: Service | undefined;
  return {
    mortal: () => mortal,
    prepare: async (service) => {
      for (const name of new Set([service, mortal ?? service])) {
        await endProcess(processes.get(name));
        processes.delete(name);
      }
      mortal = service;
      const absent = SERVICES.filter((name) => name !== service && !processes.has(name));
      for (const name of absent) processes.set(name, startOther(name));
      await Promise.all(absent.map((name) => processes.get(name)!.monitoringUrl));
    },
    startProcess: () => {
      const started = startMortal(mortal!);
      processes.set(mortal!, started);
      return started;
    },
    urlOf: (service) => processes.get(service)!.url,
    expectOthersAlive: () => {
      for (const [name, process] of processes)
        if (name !== mortal && !isAlive(process))
          throw new Error(`${name} ended by itself: ${process.said()}`);
    },
    kill: async () => {
      for (const { child } of processes.values()) child.kill('SIGKILL');
      await Promise.all([...processes.values()].map(({ ended }) => ended));
    },
  };
};
