/** Photo: the profile photo of a user, read, replaced or deleted. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { deletePhoto } from './delete';
import { get } from './get';
import { getMetadata } from './getMetadata';
import { update } from './update';
import { updateMine } from './updateMine';

export const photo: INodePropertyOptions[] = [deletePhoto, get, getMetadata, updateMine, update];
