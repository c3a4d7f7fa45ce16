import { getContainerRuntimeClient } from 'testcontainers';

/** Whether a container engine answers, by DOCKER_HOST or at one of the usual sockets. */
export const hasEngine = async (): Promise<boolean> => {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
};
