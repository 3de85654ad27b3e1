import { feed } from "../feed.js";
import { newest } from "../lists.js";

export const GET = async () => feed("Banc", "/", await newest());
