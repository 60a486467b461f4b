import { HOSTILE } from '../../argo/behaviour/flows/texts.ts';

/** States Language's paths and functions, Batch's references, CloudFormation's, and what all others know. */
export const TEXT = `$.run $$.Execution.Id States.Format('{}', $.run) Ref::name \${AWS::Region} {"Ref": "x"} \\{\\} ${HOSTILE}`;
