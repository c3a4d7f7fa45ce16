/** Of the messages of the queue `workflow-tasks`. */
export const WORKFLOW_MESSAGE_VERSION = '1.0';
