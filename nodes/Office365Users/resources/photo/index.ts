/** Photo: the profile photo of a user, read, replaced or deleted. */
import type { Operation } from '../../execution/operation';
import { deletePhoto } from './delete';
import { get } from './get';
import { getMetadata } from './getMetadata';
import { update } from './update';
import { updateMine } from './updateMine';

export const photo: Operation[] = [deletePhoto, get, getMetadata, updateMine, update];
