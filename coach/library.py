"""Edge: a folder of YAML files to exercises, programmes and words, or every fault at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from coach.alerts import AlertRules
from coach.cue_texts import CUE_PLACES
from coach.cycle import DayWords
from coach.errors import Fault, ProgrammeError, Refusal
from coach.exercise import Exercise, places_fit
from coach.faults import exercise_faults, faults, in_words
from coach.parts import AXES, Direction, Ends, Movement
from coach.programme import Assignment, Prescribed, Programme
from coach.refusal import RefusalList, refusals_of_exercise, refusals_of_text
from coach.resolved import check_of, resolve
from coach.safety import SafetyWords
from coach.written import as_json

Model = TypeVar("Model", bound=BaseModel)

#: Turns what pydantic found in a file (name, text as JSON) into words.
Explain = Callable[[str, str, ValidationError], tuple[Fault, ...]]


@dataclass(frozen=True)
class Library:
    """Everything that can be prescribed and said; ids are file names. A check is the same for everybody."""

    exercises: dict[str, Exercise]
    programmes: dict[str, Programme]
    checks: dict[str, Prescribed]
    cues: dict[str, str]
    safety: SafetyWords
    refusals: RefusalList
    day: DayWords
    alerts: AlertRules


class Reading:
    """Reads files one after the other and gathers their faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def one(self, name: str, parse: Callable[[str], Model], explain: Explain = faults) -> Model | None:
        """One file as a model, or ``None`` with its faults gathered."""
        text = self._json(name)
        if text is None:
            return None
        try:
            return parse(text)
        except ValidationError as error:
            self.faults += explain(name, text, error)
            return None

    def _json(self, name: str) -> str | None:
        """One file as JSON, which is read more strictly than YAML's own types."""
        try:
            text, doubled = as_json(name, (self.folder / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(Fault(name, "the whole file", "a readable text file", str(error)))
            return None
        except ProgrammeError as error:
            self.faults += error.faults
            return None
        self.faults += doubled
        return text

    def folder_of(
        self, sub: str, parse: Callable[[str], Model], explain: Explain = faults
    ) -> dict[str, Model]:
        """Every file of a sub-folder by its id, which is its file name."""
        found = {}
        for path in sorted((self.folder / sub).glob("*.yaml")):
            name = f"{sub}/{path.name}"
            model = self.one(name, parse, explain)
            if model is None:
                continue
            model_id = getattr(model, "id", None)
            if model_id != path.stem:
                self.faults.append(
                    Fault(name, "id", f"{path.stem}, as the file is called", in_words(model_id))
                )
            found[path.stem] = model
        return found


REFUSALS, DAY, ALERTS = "refusals.en.yaml", "day.en.yaml", "alerts.en.yaml"


class Cues(RootModel[dict[str, object]]):
    """The cue file: one text for each key."""

    model_config = ConfigDict(strict=True, frozen=True)


def read_refusals(file: str, text: str) -> RefusalList:
    """A clinic's own list of what is refused.

    Raises:
        ProgrammeError: with every fault.
    """
    return _read(file, text, RefusalList.model_validate_json, faults)


def read_exercise(file: str, text: str, refusals: RefusalList) -> Exercise:
    """One exercise that is not in the library.

    Raises:
        ProgrammeError: with every fault, texts that ask for what is never prescribed included.
    """
    exercise = _read(file, text, Exercise.model_validate_json, exercise_faults)
    refused = tuple(_refused(file, refusals_of_exercise(exercise, refusals)))
    if refused:
        raise ProgrammeError(refused)
    return exercise


def _read(file: str, text: str, parse: Callable[[str], Model], explain: Explain) -> Model:
    data, found = as_json(file, text)
    try:
        model = parse(data)
    except ValidationError as error:
        raise ProgrammeError((*found, *explain(file, data, error))) from error
    if found:
        raise ProgrammeError(found)
    return model


def load_library(folder: Path | None = None) -> Library:
    """Everything in a folder; without one, the files that come with the program.

    Raises:
        ProgrammeError: with every fault of every file.
    """
    reading = Reading(folder or Path(str(files("programmes"))))
    exercises = reading.folder_of("exercises", Exercise.model_validate_json, exercise_faults)
    programmes = reading.folder_of("starters", Programme.model_validate_json)
    parts = reading.folder_of("checks/parts", Exercise.model_validate_json, exercise_faults)
    checks = reading.folder_of("checks", Programme.model_validate_json)
    cues = reading.one("cues.en.yaml", Cues.model_validate_json)
    safety = reading.one("safety.en.yaml", SafetyWords.model_validate_json)
    refusals = reading.one(REFUSALS, RefusalList.model_validate_json)
    day = reading.one(DAY, DayWords.model_validate_json)
    alerts = reading.one(ALERTS, AlertRules.model_validate_json)
    if cues:
        reading.faults += _cue_faults("cues.en.yaml", cues.root)
    for name, programme in programmes.items():
        reading.faults += _programme_faults(f"starters/{name}.yaml", programme, exercises, reading.folder)
    for name, check in checks.items():
        reading.faults += _check_faults(f"checks/{name}.yaml", check, parts)
    if refusals:
        reading.faults += _all_refused(refusals, exercises, programmes)
    if reading.faults or not (cues and safety and refusals and day and alerts):
        raise ProgrammeError(tuple(reading.faults))
    texts = {key: str(text) for key, text in cues.root.items()}
    whole = {name: check_of(check, parts) for name, check in checks.items()}
    return Library(exercises, programmes, whole, texts, safety, refusals, day, alerts)


def prescribe(library: Library, assignment: Assignment) -> Prescribed:
    """The assigned programme with this patient's sides and reach filled in.

    Raises:
        ProgrammeError: no such programme or version, or a reach that leaves no room for a target.
    """
    programme = library.programmes.get(assignment.programme_id)
    if programme is None:
        known = ", ".join(sorted(library.programmes))
        raise ProgrammeError(
            (Fault("assignment", "programme_id", f"one of {known}", assignment.programme_id),)
        )
    return resolve(programme, library.exercises, assignment)


def _all_refused(
    refusals: RefusalList, exercises: Mapping[str, Exercise], programmes: Mapping[str, Programme]
) -> Iterator[Fault]:
    """Every text of the files that asks for what is never prescribed."""
    for name, exercise in exercises.items():
        yield from _refused(f"exercises/{name}.yaml", refusals_of_exercise(exercise, refusals))
    for name, programme in programmes.items():
        for field in ("title", "about"):
            found = refusals_of_text(getattr(programme, field), f"{name}.{field}", refusals)
            yield from _refused(f"starters/{name}.yaml", found)


def _refused(file: str, refusals: tuple[Refusal, ...]) -> Iterator[Fault]:
    for one in refusals:
        field = one.where.partition(".")[2]
        yield Fault(file, field, f"nothing that the rule {one.rule} refuses", one.words)


def _cue_faults(file: str, cues: Mapping[str, object]) -> list[Fault]:
    known = ", ".join(CUE_PLACES)
    found = [Fault(file, key, "a text", "nothing") for key in CUE_PLACES if key not in cues]
    for key, text in cues.items():
        if key not in CUE_PLACES:
            found.append(Fault(file, key, f"a cue that is known: {known}", in_words(text)))
        elif not isinstance(text, str) or not text.strip():
            found.append(Fault(file, key, "a text", in_words(text)))
        else:
            found += [Fault(file, *rule) for rule in places_fit(key, text, CUE_PLACES[key])]
    return found


def _programme_faults(
    file: str, programme: Programme, exercises: Mapping[str, Exercise], folder: Path
) -> list[Fault]:
    """Exercises exist, their own doses fit them, and one before the camera is there for a day of rest."""
    found: list[Fault] = []
    resting = False
    for index, entry in enumerate(programme.exercises):
        where = f"exercises.{index}"
        exercise = exercises.get(entry.exercise)
        if exercise is None:
            if not (folder / "exercises" / f"{entry.exercise}.yaml").exists():
                known = ", ".join(sorted(exercises)) or "the exercises in exercises/"
                found.append(Fault(file, f"{where}.exercise", f"one of {known}", entry.exercise))
            resting = True  # not known here; its own file's faults come first
            continue
        resting = resting or exercise.is_rest
        if entry.dose:
            found += _dose_faults(file, where, exercise, entry.dose.model_dump())
    if not resting:
        wanted = "at least one exercise of movement presence, for a day of rest"
        found.append(Fault(file, "exercises", wanted, "none"))
    return found


def _check_faults(file: str, check: Programme, parts: Mapping[str, Exercise]) -> Iterator[Fault]:
    """Parts exist, their own doses fit them, and none needs a side or reach that a therapist chose."""
    for index, entry in enumerate(check.exercises):
        where, part = f"exercises.{index}", parts.get(entry.exercise)
        if part is None:
            known = ", ".join(sorted(parts)) or "the parts in checks/parts/"
            yield Fault(file, f"{where}.exercise", f"one of {known}", entry.exercise)
            continue
        if part.direction is Direction.CORRECTIVE or _has_own_target(part):
            wanted = "a part that asks for rest, the middle or as far as is comfortable, to a side of its own"
            yield Fault(file, f"{where}.exercise", wanted, entry.exercise)
        if entry.dose:
            yield from _dose_faults(file, where, part, entry.dose.model_dump())


def _has_own_target(part: Exercise) -> bool:
    height = part.movement is Movement.EAR_HEIGHT
    return height or (part.movement in AXES and part.ends is not Ends.FURTHEST)


def _dose_faults(file: str, where: str, exercise: Exercise, dose: dict[str, object]) -> list[Fault]:
    data = exercise.model_dump(mode="json") | {"dose": dose}
    try:
        Exercise.model_validate_json(json.dumps(data))
    except ValidationError as error:
        return [Fault(file, f"{where}.{f.field}", f.wanted, f.got) for f in faults(file, "", error)]
    return []
