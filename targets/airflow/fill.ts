import Handlebars from 'handlebars';
import { reading, template } from './template.ts';

/**
 * Writes the template with the values of a file.
 *
 * The package ships another module in place of this one, in which the template has been read already: scripts/read-template.ts.
 */
export const fill = Handlebars.compile(template, reading);
