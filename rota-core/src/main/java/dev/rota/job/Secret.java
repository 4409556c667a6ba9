package dev.rota.job;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of the arguments that is stored, but redacted wherever the type of the job is known. Its value, from four
 * characters on, is taken out of the errors and the log of the job before they are stored.
 *
 * <p>In a record it stands on the component, in another class on the field, the getter, the setter, or the parameter of the
 * setter or constructor. Under which name it is written does not matter. Where the codec cannot tell what is written for it
 * (it is ignored, say, or its class has a serializer of its own), all of the class is redacted, and the log says so.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Secret {}
